/// The measure by which the programs compare averages of every kind.
#pragma once

#include "softwarp/core/batch.hpp"

namespace softwarp {

/// Mean DTW of x to each series, always under the squared Euclidean cost and without a band.
/// Units: signal²: no root, no division by the length.
double mean_dtw(const Vector<double>& x, const Batch<double>& series);

}  // namespace softwarp
