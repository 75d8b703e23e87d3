/// Starting points for averages.
#pragma once

#include "softwarp/core/batch.hpp"
#include "softwarp/core/random.hpp"

namespace softwarp {

/// Independent normal numbers that have, in each dimension, the mean and deviation of all values of the batch.
/// Shapes: y [D·T×N] without missing values → [D·steps].
template <class Real>
Vector<double> random_start(const Batch<Real>& y, Index steps, Random& random);

}  // namespace softwarp
