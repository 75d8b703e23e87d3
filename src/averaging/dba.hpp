/// DTW barycenter averaging.
#pragma once

#include "softwarp/averaging/averager.hpp"
#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp {

/// Aligns every series with x along a best path, then moves each step of x to the mean of all that it is aligned with.
///   x_i ← Σ_k λ_k Σ_j A^k_ij y^k_j / Σ_k λ_k Σ_j A^k_ij,   A^k a best path between x and y^k
/// F, the weighted sum of DTW, never rises.   Cost: O(n·T·N) an iteration.
/// Source: F. Petitjean, A. Ketterlin, P. Gançarski, A global averaging method for dynamic time warping, Pattern
/// Recognition 44, 2011.
template <class Real>
class DtwBarycenterAveraging final : public Averager<Real> {
 public:
  AveragingResult improve(Vector<double>& x, const Batch<Real>& y, const Vector<double>& weights,
                          const AveragingOptions& options) const override;
  const Loss<Real>& loss() const override { return loss_; }

 private:
  DtwLoss<Real> loss_;
};

}  // namespace softwarp
