/// Losses by name.
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

/// A name that make_loss() knows, what options such a loss has, and how it is made.
/// The factories are references, so that a name without them does not compile.
struct LossEntry {
  std::string_view name;
  bool has_gamma;
  bool has_alpha;
  bool aligns;  ///< has a band and a cost
  LossFactory<float>& make_float;
  LossFactory<double>& make_double;
};
std::span<const LossEntry> known_losses();

/// The entry of a name.   Throws: Error listing the known names where it is none of them.
const LossEntry& find_loss(std::string_view name);

/// The alignment that the options of a loss describe; γ is 0 where it has none.   Throws: Error as make_cost() does.
template <class Real>
Alignment<Real> alignment_of(const LossSpec& spec);

/// Throws: Error for an unknown name, an option that is missing or has no place, or one that is out of range.
template <class Real>
std::unique_ptr<Loss<Real>> make_loss(const LossSpec& spec);

}  // namespace softwarp
