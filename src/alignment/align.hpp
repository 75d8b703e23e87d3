/// Aligning pairs of series: soft-DTW and DTW, value and gradient.
///
/// [CB17] M. Cuturi, M. Blondel, Soft-DTW: a Differentiable Loss Function for Time-Series, ICML 2017.
/// [MB18] A. Mensch, M. Blondel, Differentiable Dynamic Programming for Structured Prediction and Attention, ICML 2018.
#pragma once

#include <span>

#include "softwarp/alignment/alignment.hpp"
#include "softwarp/core/batch.hpp"

namespace softwarp {

/// Computes the value of every pair and, where a pair asks for them, dx, dy, E and visits.
///   value = the quantity for Δ_ij = δ(x_i, y_j),  E = ∂value/∂Δ,  dx = (∂Δ/∂x)ᵀE,  dy = (∂Δ/∂y)ᵀE
///   γ = 0: E is one best path (ties go to the diagonal, then to the previous step of x), dx and dy subgradients
/// Multiples of the squared Euclidean cost run in the kernel; other costs go through cost matrices.
/// A DTW above the limit of its pair may be given as infinity, which takes less time; all others are as without a limit.
/// Shapes: pairs [B], each x, dx [D×n], y, dy [D×m], E [n×m], visits [n]; n, m ≥ 1 may differ from pair to pair.
/// Units: value and γ in those of δ, by default signal²; dx and dy in value per signal.
/// Precision (squared Euclidean cost), with u = ε·max(1, largest Δ/γ), ε that of Real; as measured against long double:
///   dtw_γ     within 2u of the largest of the value, Δ and γ(n + m); ⟨E_γ, Δ⟩ within 8u of that and, where γ exceeds
///             the cost of the path along the diagonal and then the edge, within (8 + (n + m)/4)·u of itself
///   entropy   within (8 + (n + m)/4)·u·(1 + H)
///   dx        ‖error‖₂ ≤ C·u·‖t‖₂, where t_i = Σ_j |E_ij ∂Δ_ij/∂x_i| are the absolute terms that dx sums up;
///             C = 8 + (n + m)/16 for dtw_γ, 8 + n + m for ⟨E_γ, Δ⟩; dy likewise
///   shape and time   the value within (8 + (n + m)/16)·u of the largest of above; for dx, C is that of ⟨E_γ, Δ⟩ times
///             1 + (1 − α)(n³ + m³)/(3nmγ): differences of Ω cancel where one series is far longer than the other
///   γ = 0     the value within (n + m + D)·ε/2 of itself; E is a path dearer than the best by at most twice that
/// Throws: Error if γ, the band or α is out of range (γ = 0 is for Minimum only); Error naming the pair if a series
/// holds NaN or infinity, a cost is not finite, or Δ/γ exceeds 1.5·10¹⁵; Interrupted (interrupt.hpp), after any few rows.
/// Cost: O(n·m) time, O(n + m) memory per pair for values alone; else O((n + m)·√n) up to some 250 MB, and beyond that
///   one pass more for O((n + m)·∛n).
/// Source: [CB17] Alg. 1, 2; [MB18] for the gradient of ⟨E_γ, ·⟩.
template <class Real>
void align(std::span<Pair<Real>> pairs, Index dims, const Alignment<Real>& options,
           const Quantity& quantity = Minimum());

/// A cost matrix to be aligned, and the result. Every cost must be finite; it may be negative.
/// Shapes: cost, E [n×m], column by column.
template <class Real>
struct CostMatrix {
  const Real* cost = nullptr;
  Index n = 0;
  Index m = 0;
  Real* E = nullptr;  ///< out: ∂value/∂Δ, overwritten; null if not wanted
  double value = 0;   ///< out
};

/// The same for given cost matrices.
/// Throws: as above; also Error if `options` has a cost.   Cost: O(n·m).
template <class Real>
void align(std::span<CostMatrix<Real>> matrices, const Alignment<Real>& options, const Quantity& quantity = Minimum());

}  // namespace softwarp
