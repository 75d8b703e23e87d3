/// Aligning pairs under any pointwise cost, by way of cost matrices.
#pragma once

#include <span>

#include "softwarp/alignment/kernel/backend.hpp"

namespace softwarp::kernel {

/// align() of pairs with Δ_ij = δ(x_i, y_j) from Cost::matrix() and dx = (∂Δ/∂x)ᵀE from Cost::jacobian_product(), which
/// by the symmetry of the cost gives dy = (∂Δ/∂y)ᵀE too, from y, x and Eᵀ.
/// Shapes, Throws: as align().   Cost: as align(), and the cost's own time; up to some 100 MB for matrices.
template <class Real>
void align_by_cost_matrices(std::span<Pair<Real>> pairs, Index dims, const Task& task, const Cost<Real>& cost);

}  // namespace softwarp::kernel
