/// Sharp soft-DTW loss: what the alignments cost on average.
#pragma once

#include "softwarp/loss/alignment_loss.hpp"

namespace softwarp {

/// Expected cost of an alignment.   value = ⟨E, Δ(x, y)⟩,  E = ∂dtw_γ/∂Δ: the mean of all alignments A, each with
/// probability ∝ e^(−⟨A, Δ⟩/γ). Soft-DTW without its entropy: dtw_γ = value − γ·entropy; never below DTW.
/// Units: as soft-DTW's.   Throws: as AlignmentLoss.   Cost: O(n·m) a pair.
/// Source: M. Blondel, A. Mensch, J.-P. Vert, Differentiable Divergences between Time Series, AISTATS 2021.
template <class Real>
class SharpLoss final : public AlignmentLoss<Real> {
 public:
  explicit SharpLoss(const Alignment<Real>& how);
};

}  // namespace softwarp
