/// Training series that are kept out of the training, to judge it without a look at the test set.
#pragma once

#include <cstdint>

#include "softwarp/data/series_set.hpp"

namespace softwarp {

/// A training set in two parts, each in the order of the set.
struct HeldOut {
  SeriesSet learn;
  SeriesSet validate;
};

/// Draws a share of the series to validate with (rounded; at least one, and not all); the others are to learn from.
/// Units: 0 < share < 1.
/// Throws: Error for fewer than two series.
HeldOut hold_out(const SeriesSet& set, double share, std::uint64_t seed);

}  // namespace softwarp
