/// DILATE loss: a weighted sum of shape and time.
#pragma once

#include "softwarp/loss/alignment_loss.hpp"

namespace softwarp {

/// Soft-DTW for the shape, plus the expected squared distance from the diagonal for the time.
///   value = α·dtw_γ + (1 − α)·⟨E, Ω⟩/(n·m),  Ω_ij = (i − j)²,  E = ∂dtw_γ/∂Δ
/// Units: the first term as soft-DTW, the second none: α is meant for data with a standard deviation of about 1.
/// Throws: as AlignmentLoss.   Cost: O(n·m) per pair.
/// Source: V. Le Guen, N. Thome, Shape and Time Distortion Loss for Training Deep Time Series Forecasting Models,
/// NeurIPS 2019.
template <class Real>
class DilateLoss final : public AlignmentLoss<Real> {
 public:
  explicit DilateLoss(const Alignment<Real>& options, double alpha = kDefaultAlpha);
};

}  // namespace softwarp
