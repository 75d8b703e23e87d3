/// Training series that are kept from the training, to judge it without a look at the test set.
#pragma once

#include "softwarp/data/series_set.hpp"

namespace softwarp {

/// A share of the series (rounded; at least one, and not all), drawn at random, as `test`; the others as `train`; both in
/// order.   Units: 0 < share < 1.
/// Throws: Error for fewer than two series.
TrainTest hold_out(const SeriesSet& set, double share, std::uint64_t seed);

}  // namespace softwarp
