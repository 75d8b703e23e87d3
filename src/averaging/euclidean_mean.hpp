/// The mean of series, step by step.
#pragma once

#include "softwarp/averaging/averager.hpp"
#include "softwarp/loss/euclidean.hpp"

namespace softwarp {

/// A series stretched or shrunk to another length by linear interpolation; the first and the last step stay.
/// Shapes: series [D·T] → [D·steps].
Vector<double> resampled(const Vector<double>& series, Index dims, Index steps);

/// The weighted mean of a batch, each series resampled to the given length.   Σ_i λ_i y_i / Σ_i λ_i
/// Shapes: y [D·T×N], weights [N] → [D·steps].
template <class Real>
Vector<double> euclidean_mean(const Batch<Real>& y, const Vector<double>& weights, Index steps);

/// Squared Euclidean distance of x and y resampled to x's length.   value = Σ_t ‖x_t − y'_t‖²,  dx_t = 2 (x_t − y'_t)
/// Units: signal².   Cost: O(n + m).
template <class Real>
class ResampledEuclideanLoss final : public Loss<Real> {
 public:
  std::string name() const override { return "euclidean"; }

 protected:
  void compute(std::span<Pair<Real>> pairs, Index dims) const override;
};

/// The mean as an averager: one iteration, whatever x is at the start.
template <class Real>
class EuclideanMean final : public Averager<Real> {
 public:
  AveragingResult improve(Vector<double>& x, const Batch<Real>& y, const Vector<double>& weights,
                          const AveragingOptions& options) const override;
  const Loss<Real>& loss() const override { return loss_; }

 private:
  ResampledEuclideanLoss<Real> loss_;
};

}  // namespace softwarp
