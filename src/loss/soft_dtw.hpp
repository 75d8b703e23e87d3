/// Soft-DTW loss, and DTW as its limit.
#pragma once

#include "softwarp/loss/alignment_loss.hpp"

namespace softwarp {

/// Soft-DTW discrepancy.   value = min^γ over alignments A of ⟨A, Δ(x, y)⟩,  Δ_ij = δ(x_i, y_j), by default ‖x_i − y_j‖²
/// Units: value and γ in those of δ, by default signal²; the value may be negative.
/// Throws: as AlignmentLoss.   Cost: O(n·m) a pair.   Source: [CB17] Alg. 1, 2.
template <class Real>
class SoftDtwLoss final : public AlignmentLoss<Real> {
 public:
  explicit SoftDtwLoss(const Alignment<Real>& how);
};

/// Dynamic time warping, soft-DTW for γ = 0.   value = min over alignments A of ⟨A, Δ(x, y)⟩
/// The gradient is the one along one best path: a subgradient, since the best path jumps.
/// Units: value in those of δ: no root is taken, no division by the length.   Throws: as AlignmentLoss;
/// Error where there is a γ.   Cost: O(n·m) a pair.
template <class Real>
class DtwLoss final : public AlignmentLoss<Real> {
 public:
  explicit DtwLoss(const Alignment<Real>& how = {});
};

}  // namespace softwarp
