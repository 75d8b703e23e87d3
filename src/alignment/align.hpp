/// Aligning pairs of series: soft-DTW and DTW, value and gradient.
///
/// [CB17] M. Cuturi, M. Blondel, Soft-DTW: a Differentiable Loss Function for Time-Series, ICML 2017.
/// [MB18] A. Mensch, M. Blondel, Differentiable Dynamic Programming for Structured Prediction and Attention, ICML 2018.
#pragma once

#include <optional>
#include <span>

#include "softwarp/core/batch.hpp"

namespace softwarp {

/// What is read off the alignments of a pair. With E_γ = ∂dtw_γ/∂Δ, the expected alignment, and Ω_ij = (i − j)²:
enum class Quantity {
  minimum,         ///< dtw_γ = min^γ over alignments A of ⟨A, Δ⟩; for γ = 0, DTW
  expected_cost,   ///< ⟨E_γ, Δ⟩; γ > 0
  shape_and_time,  ///< α dtw_γ + (1 − α) ⟨E_γ, Ω⟩/(n·m); γ > 0
};

/// How to align. Made from γ alone where the rest is as usual: align(pairs, dims, 0.1).
struct Alignment {
  double gamma = 1;                ///< 0: DTW
  std::optional<Index> band = {};  ///< radius of the Sakoe-Chiba band (band.hpp), or no band
  Quantity quantity = Quantity::minimum;
  double alpha = 0.5;  ///< share of the shape in shape_and_time, 0 to 1

  Alignment(double gamma_, std::optional<Index> band_ = {}, Quantity quantity_ = Quantity::minimum, double alpha_ = 0.5)
      : gamma(gamma_), band(band_), quantity(quantity_), alpha(alpha_) {}
};

/// Fills value and, where a pair asks for them, dx, E and visits of every pair under the squared Euclidean cost.
///   value = the quantity for Δ_ij = ‖x_i − y_j‖²,  E = ∂value/∂Δ,  dx = (∂Δ/∂x)ᵀE
///   γ = 0: E is one best path (diagonal first among equals, then from x's step before), dx a subgradient
/// Shapes: pairs [B], each x [D×n], y [D×m], E [n×m], visits [n], n, m ≥ 1, of any lengths.
/// Units: value and γ in signal², dx in signal.
/// Precision: relative errors up to C·ε·max(1, largest Δ/γ), ε of Real; C = 2 for the value, relative to the largest of
/// itself, Δ and γ(n + m), and C = 32 for dx (in the Euclidean norm).
/// Throws: Error if γ, the band or α is out of range (γ = 0 has the minimum alone), or if a series holds NaN or
/// infinity.
/// Cost: O(n·m) time, O((n + m)·√n) memory a pair.   Source: [CB17] Alg. 1, 2; [MB18] for the gradient of ⟨E_γ, ·⟩.
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

/// The same for given cost matrices.
/// Throws: as above.   Cost: O(n·m).
template <class Real>
void align(std::span<CostMatrix<Real>> matrices, const Alignment& how);

}  // namespace softwarp
