/// The weights λ of the series in an average.
#pragma once

#include "softwarp/core/batch.hpp"

namespace softwarp {

/// N equal weights of sum 1.
Vector<double> equal_weights(Index count);

/// Weights that divide the loss of each series by its number of steps m_i, as equation 4 of [CB17] does.   λ_i/m_i
/// Shapes: weights λ [N] → [N].   Source: [CB17] M. Cuturi, M. Blondel, Soft-DTW, ICML 2017.
template <class Real>
Vector<double> per_step(const Vector<double>& weights, const Batch<Real>& y);

}  // namespace softwarp
