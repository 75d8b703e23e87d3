/// Sharp soft-DTW loss: the expected cost of the alignments.
#pragma once

#include "softwarp/loss/alignment_loss.hpp"

namespace softwarp {

/// Expected cost of an alignment.   value = ⟨E, Δ(x, y)⟩,  E = ∂dtw_γ/∂Δ: the mean of all alignments A, each with
/// probability ∝ e^(−⟨A, Δ⟩/γ). Soft-DTW without its entropy term, dtw_γ = value − γ·entropy; never below DTW.
/// Units: as soft-DTW.   Throws: as AlignmentLoss.   Cost: O(n·m) per pair.
/// Source: M. Blondel, A. Mensch, J.-P. Vert, Differentiable Divergences between Time Series, AISTATS 2021.
template <class Real>
class SharpLoss final : public AlignmentLoss<Real> {
 public:
  explicit SharpLoss(const Alignment<Real>& options);
};

}  // namespace softwarp
