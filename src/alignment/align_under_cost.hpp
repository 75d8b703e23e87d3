/// Aligning pairs of series under any pointwise cost.
#pragma once

#include "softwarp/alignment/align.hpp"
#include "softwarp/alignment/cost.hpp"

namespace softwarp {

/// align() of pairs with Δ_ij = δ(x_i, y_j) in place of the squared Euclidean cost; dx = (∂Δ/∂x)ᵀ ∂value/∂Δ.
/// γ is in units of the cost. Multiples of the squared Euclidean cost run in the kernel; others go through cost matrices.
/// Shapes, Throws: as align(); Error too where a cost is not finite, or for γ = 0 with a quantity that needs γ > 0.
/// Cost: as align(); for others than multiples of the squared Euclidean cost, O(n·m) memory a pair, and their own time.
template <class Real>
void align(std::span<Pair<Real>> pairs, Index dims, const Alignment& how, const Cost<Real>& cost);

}  // namespace softwarp
