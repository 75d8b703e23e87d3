/// A loss as named in options and files.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// A loss by name. An option that the loss does not have must be unset.
struct LossSpec {
  std::string name = {};                 ///< one of known_losses() (registry.hpp)
  std::optional<double> gamma = {};      ///< smoothing, in units of the cost; set if and only if the loss has one
  std::optional<Index> band = {};        ///< radius of the Sakoe-Chiba band; unset: no band
  std::optional<double> alpha = {};      ///< weight of the shape against the time, 0 to 1; unset: kDefaultAlpha
  std::optional<std::string> cost = {};  ///< one of known_costs(), or huber:DELTA; unset: sqeuclidean

  auto operator<=>(const LossSpec&) const = default;
};

/// The text form of a loss, the same as Loss::name(): "softdtw(gamma=0.1, band=6, cost=huber)".
/// Options that are unset or have their default value are left out.
std::string to_text(const LossSpec& spec);

/// The inverse. Blanks around names and numbers do not matter.
/// Throws: Error if the text has another form, or an option is unknown, given twice or no number where it is one.
LossSpec parse_loss(std::string_view text);

}  // namespace softwarp
