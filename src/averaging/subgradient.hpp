/// Averaging under DTW by subgradient descent.
#pragma once

#include "softwarp/averaging/averager.hpp"
#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp {

/// Moves x along the negative subgradient of all series together; the best x on the way is the result.
///   x ← x − η/√t · s²/cost_of(s) · g / Σ_i λ_i,   g ∈ ∂ Σ_i λ_i dtw(x, y_i),  t = 1, 2, …
/// s is the deviation of the data. The middle factor (moments.hpp) is 1 for a squared cost; it makes the steps of any
/// cost follow the units of the data.
/// Always makes all iterations, because F rises and falls on the way.   Cost: O(n·T·N) per iteration.
template <class Real>
class SubgradientDescent final : public Averager<Real> {
 public:
  /// Throws: as DtwLoss.
  explicit SubgradientDescent(const Alignment<Real>& how = {}, double step = 0.1)
      : loss_(how), cost_(how.cost), step_(step) {}
  AveragingResult improve(Vector<double>& x, const Batch<Real>& y, const Vector<double>& weights,
                          const AveragingOptions& options) const override;
  const Loss<Real>& loss() const override { return loss_; }

 private:
  DtwLoss<Real> loss_;
  std::shared_ptr<const Cost<Real>> cost_;  // null: the squared Euclidean one
  double step_;
};

}  // namespace softwarp
