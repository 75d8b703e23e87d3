/// Aligning pairs of series: soft-DTW and DTW, value and gradient.
#pragma once

#include <span>

#include "core/batch.hpp"

namespace softwarp {

/// Fills value and, where a pair asks for it, dx of every pair under the squared Euclidean cost.
///   γ > 0: soft-DTW, dtw_γ = min^γ over alignments A of ⟨A, Δ(x, y)⟩,  Δ_ij = ‖x_i − y_j‖²
///   γ = 0: DTW; dx is the subgradient along one best path (diagonal first among equals)
/// Shapes: pairs [B], each x [D×n], y [D×m], n, m ≥ 1, of any lengths.   Units: value and γ in signal², dx in signal.
/// Throws: Error if γ is negative or not finite.   Cost: O(n·m) a pair.   Source: [CB17] Alg. 1, 2.
template <class Real>
void align(std::span<Pair<Real>> pairs, Index dims, double gamma);

}  // namespace softwarp
