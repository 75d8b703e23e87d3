/// DILATE loss: shape and time, weighed.
#pragma once

#include "softwarp/loss/alignment_loss.hpp"

namespace softwarp {

/// Soft-DTW for the shape, and for the time how far the alignments stray from the diagonal.
///   value = α·dtw_γ + (1 − α)·⟨E, Ω⟩/(n·m),  Ω_ij = (i − j)²,  E = ∂dtw_γ/∂Δ
/// Units: the first term as soft-DTW, the second has none: α weighs them for data of deviation about 1.
/// Throws: as AlignmentLoss.   Cost: O(n·m) a pair.
/// Source: V. Le Guen, N. Thome, Shape and Time Distortion Loss for Training Deep Time Series Forecasting Models,
/// NeurIPS 2019.
template <class Real>
class DilateLoss final : public AlignmentLoss<Real> {
 public:
  explicit DilateLoss(const Alignment<Real>& how, double alpha = kDefaultAlpha);
};

}  // namespace softwarp
