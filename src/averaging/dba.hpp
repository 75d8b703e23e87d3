/// DTW barycenter averaging.
#pragma once

#include "softwarp/averaging/averager.hpp"
#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp {

/// Aligns every series with x along a best path, then moves each step of x to the mean of all steps matched with it.
///   x_i ← Σ_k λ_k Σ_j A^k_ij y^k_j / Σ_k λ_k Σ_j A^k_ij,   A^k a best path between x and y^k
/// F, the weighted sum of DTW, never rises: under squares, the mean is the step that costs least.
/// Cost: O(n·T·N) per iteration.
/// Source: F. Petitjean, A. Ketterlin, P. Gançarski, A global averaging method for dynamic time warping, Pattern
/// Recognition 44, 2011.
template <class Real>
class DtwBarycenterAveraging final : public Averager<Real> {
 public:
  /// Throws: as DtwLoss; Error for a cost that is not a multiple of the squared Euclidean one.
  explicit DtwBarycenterAveraging(const Alignment<Real>& how = {});

  AveragingResult improve(Vector<double>& x, const Batch<Real>& y, const Vector<double>& weights,
                          const AveragingOptions& options) const override;
  const Loss<Real>& loss() const override { return loss_; }

 private:
  Alignment<Real> how_;
  double factor_;  // the cost is this times ‖x_i − y_j‖²
  DtwLoss<Real> loss_;
};

}  // namespace softwarp
