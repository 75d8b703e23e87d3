/// Aligning pairs of series: soft-DTW and DTW, value and gradient.
#pragma once

#include <optional>
#include <span>

#include "core/batch.hpp"

namespace softwarp {

/// How to align. Made from γ alone where the rest is as usual: align(pairs, dims, 0.1).
struct Alignment {
  double gamma = 1;                ///< 0: DTW
  std::optional<Index> band = {};  ///< radius of the Sakoe-Chiba band (band.hpp), or no band

  Alignment(double gamma_, std::optional<Index> band_ = {}) : gamma(gamma_), band(band_) {}
};

/// Fills value and, where a pair asks for them, dx and E of every pair under the squared Euclidean cost.
///   γ > 0: soft-DTW, dtw_γ = min^γ over alignments A of ⟨A, Δ(x, y)⟩,  Δ_ij = ‖x_i − y_j‖²;  E = ∂dtw_γ/∂Δ
///   γ = 0: DTW; E is one best path (diagonal first among equals, then from x's step before), dx its subgradient
/// Shapes: pairs [B], each x [D×n], y [D×m], E [n×m], n, m ≥ 1, of any lengths.
/// Units: value and γ in signal², dx in signal.
/// Precision: relative errors up to C·ε·max(1, largest Δ/γ), ε of Real; C = 2 for the value, relative to the largest of
/// itself, Δ and γ(n + m), and C = 32 for dx (in the Euclidean norm).
/// Throws: Error if γ is negative or not finite, if γ or the band is out of range, or if a series holds NaN or
/// infinity. Cost: O(n·m) time, O((n + m)·√n) memory a pair.   Source: [CB17] Alg. 1, 2.
template <class Real>
void align(std::span<Pair<Real>> pairs, Index dims, const Alignment& how);

/// A cost matrix to be aligned, and the result: what custom costs are built on.
/// Shapes: cost, E [n×m], column by column.   Every cost is finite; it may be negative.
template <class Real>
struct CostMatrix {
  const Real* cost = nullptr;
  Index n = 0;
  Index m = 0;
  Real* E = nullptr;  ///< out: ∂value/∂Δ, overwritten; null where it is not asked
  double value = 0;   ///< out
};

/// The same for given cost matrices.   value = min^γ over alignments A of ⟨A, Δ⟩
/// Throws: as above.   Cost: O(n·m).
template <class Real>
void align(std::span<CostMatrix<Real>> matrices, const Alignment& how);

}  // namespace softwarp
