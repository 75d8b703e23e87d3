/// A loss as options and files name it.
#pragma once

#include <optional>
#include <string>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// A loss by name. What a loss has no use for must be unset.
struct LossSpec {
  std::string name = {};                 ///< one of known_losses() (registry.hpp)
  std::optional<double> gamma = {};      ///< smoothing, in units of the cost; set exactly where the loss has one
  std::optional<Index> band = {};        ///< radius of the Sakoe-Chiba band; unset: no band
  std::optional<double> alpha = {};      ///< weight of the shape against the time, 0 to 1; unset: kDefaultAlpha
  std::optional<std::string> cost = {};  ///< one of known_costs(); unset: sqeuclidean
};

/// The one text of a loss, which Loss::name() gives too: "softdtw(gamma=0.1, band=6, cost=huber)".
/// What is unset or has its default is left out.
std::string to_text(const LossSpec& spec);

}  // namespace softwarp
