/// The registry of losses: make_loss() makes a loss from its name and options.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "softwarp/alignment/alignment.hpp"
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

/// The alignment options of a loss; γ is 0 if it is unset.   Throws: Error as make_cost() does.
template <class Real>
Alignment<Real> alignment_of(const LossSpec& spec);

/// Makes a loss.
/// Throws: Error if the name is unknown, or an option is missing, does not apply to the loss, or is out of range.
template <class Real>
std::unique_ptr<Loss<Real>> make_loss(const LossSpec& spec);

}  // namespace softwarp
