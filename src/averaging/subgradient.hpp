/// Averaging under DTW by its subgradient.
#pragma once

#include "softwarp/averaging/averager.hpp"
#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp {

/// Steps down a subgradient of all series at once; the best x on the way is the result.
///   x ← x − η/√t · g / Σ_i λ_i,   g ∈ ∂ Σ_i λ_i dtw(x, y_i),  t = 1, 2, …
/// All iterations are made: the values of DTW along the way rise and fall.   Cost: O(n·T·N) an iteration.
template <class Real>
class SubgradientDescent final : public Averager<Real> {
 public:
  explicit SubgradientDescent(double step = 0.1) : step_(step) {}
  AveragingResult improve(Vector<double>& x, const Batch<Real>& y, const Vector<double>& weights,
                          const AveragingOptions& options) const override;
  const Loss<Real>& loss() const override { return loss_; }

 private:
  DtwLoss<Real> loss_;
  double step_;
};

}  // namespace softwarp
