/// Soft-DTW loss, and DTW as its limit.
#pragma once

#include "softwarp/loss/alignment_loss.hpp"

namespace softwarp {

/// Soft-DTW discrepancy.   value = min^γ over alignments A of ⟨A, Δ⟩,  Δ_ij = δ(x_i, y_j), by default ‖x_i − y_j‖²
/// Units: value and γ in those of δ, by default signal²; the value may be negative.
/// Throws: as AlignmentLoss.   Cost: O(n·m) per pair.   Source: [CB17] Alg. 1, 2.
template <class Real>
class SoftDtwLoss final : public AlignmentLoss<Real> {
 public:
  explicit SoftDtwLoss(const Alignment<Real>& options);
};

/// Dynamic time warping: soft-DTW at γ = 0.   value = min over alignments A of ⟨A, Δ(x, y)⟩
/// dx is the gradient along one best path: a subgradient, because the best path may jump.
/// Units: value in those of δ: no root is taken, and nothing is divided by the length.
/// Throws: as AlignmentLoss; Error if γ is not 0.   Cost: O(n·m) per pair.
template <class Real>
class DtwLoss final : public AlignmentLoss<Real> {
 public:
  explicit DtwLoss(const Alignment<Real>& options = {});
};

}  // namespace softwarp
