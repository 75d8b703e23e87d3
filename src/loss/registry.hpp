/// The registry of losses: make_loss() makes a loss from its name and options.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "softwarp/alignment/alignment.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/loss/loss.hpp"
#include "softwarp/loss/loss_spec.hpp"

namespace softwarp {

template <class Real>
using LossFactory = std::unique_ptr<Loss<Real>>(const LossSpec&);

/// A loss that make_loss() can make: its name, the options it has, and its factories.
/// The factories are references, so that an entry without them does not compile.
struct LossEntry {
  std::string_view name;
  bool has_gamma;
  bool has_alpha;
  bool aligns;  ///< has a band and a cost
  LossFactory<float>& make_float;
  LossFactory<double>& make_double;
};
std::span<const LossEntry> known_losses();

/// The entry of that name.   Throws: Error listing the known names if it is not one of them.
const LossEntry& find_loss(std::string_view name);

/// Checks the options of a spec against its entry; for losses, and for what is named and made like them.
/// Throws: Error if an option is missing or does not apply.
template <class Spec, class Entry>
void check_options(const Spec& spec, const Entry& entry) {
  if (entry.has_gamma && !spec.gamma) throw Error(spec.name + ": expected a gamma, found none");
  const auto reject_if_not_allowed = [&](bool allowed, bool given, const char* option) {
    if (given && !allowed) throw Error(spec.name + ": expected no " + option + ", found one");
  };
  reject_if_not_allowed(entry.has_gamma, spec.gamma.has_value(), "gamma");
  reject_if_not_allowed(entry.has_alpha, spec.alpha.has_value(), "alpha");
  reject_if_not_allowed(entry.aligns, spec.band.has_value(), "band");
  reject_if_not_allowed(entry.aligns, spec.cost.has_value(), "cost");
}

/// The alignment options of a loss; γ is 0 if it is unset.   Throws: Error as make_cost() does.
template <class Real>
Alignment<Real> alignment_of(const LossSpec& spec);

/// Makes a loss.
/// Throws: Error if the name is unknown, or an option is missing, does not apply to the loss, or is out of range.
template <class Real>
std::unique_ptr<Loss<Real>> make_loss(const LossSpec& spec);

}  // namespace softwarp
