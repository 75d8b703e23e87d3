/// Losses by name.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "softwarp/loss/loss.hpp"

namespace softwarp {

/// A loss as a user names it. What a loss has no use for must be unset.
struct LossSpec {
  std::string name = {};
  std::optional<double> gamma = {};      ///< smoothing, in units of the cost; set exactly where the loss has one
  std::optional<Index> band = {};        ///< radius of the Sakoe-Chiba band; unset: no band
  std::optional<double> alpha = {};      ///< weight of the shape against the time, from 0 to 1; unset: 0.5
  std::optional<std::string> cost = {};  ///< a name of known_costs(); unset: sqeuclidean
};

/// The names that make_loss() knows, and which options such a loss has.
struct LossEntry {
  std::string_view name;
  bool has_gamma;
  bool has_alpha;
  bool aligns;  ///< has a band and a cost
};
std::span<const LossEntry> known_losses();

/// The entry of a name.   Throws: Error listing the known names where it is none of them.
const LossEntry& find_loss(const std::string& name);

/// Throws: Error for an unknown name, an option that is missing or has no place, or one that is out of range.
template <class Real>
std::unique_ptr<Loss<Real>> make_loss(const LossSpec& spec);

}  // namespace softwarp
