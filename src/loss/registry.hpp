/// Losses by name.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "loss/loss.hpp"

namespace softwarp {

/// A loss as a user names it.
struct LossSpec {
  std::string name;
  std::optional<double> gamma;  ///< set exactly where the loss has one
};

/// The names that make_loss() knows, and whether such a loss has a γ.
struct LossEntry {
  std::string_view name;
  bool has_gamma;
};
std::span<const LossEntry> known_losses();

/// The entry of a name.   Throws: Error listing the known names where it is none of them.
const LossEntry& find_loss(const std::string& name);

/// Throws: Error for an unknown name, a γ that is missing or has no place, or one that is out of range.
template <class Real>
std::unique_ptr<Loss<Real>> make_loss(const LossSpec& spec);

}  // namespace softwarp
