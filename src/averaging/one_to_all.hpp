/// One series compared with all series of a batch: the building block of averages.
#pragma once

#include "softwarp/loss/loss.hpp"

namespace softwarp {

/// The loss between x and each series.   value(i) = ℓ(x, y_i)
/// Shapes: x [D·n], y [D·T×N] → [N].   Throws: as Loss::pairs().
template <class Real>
Vector<double> one_to_all(const Loss<Real>& loss, const Vector<double>& x, const Batch<Real>& y);

/// The weighted sum of the losses between x and the series of a batch, as a function of x.
template <class Real>
class WeightedSum {
 public:
  /// Keeps references to all three.   Shapes: weights [N].
  WeightedSum(const Loss<Real>& loss, const Batch<Real>& y, const Vector<double>& weights)
      : loss_(loss), y_(y), weights_(weights) {}

  /// F(x) = Σ_i λ_i ℓ(x, y_i) and its gradient.   Shapes: x, g [D·n].   Throws: as Loss::pairs().
  double operator()(const Vector<double>& x, Vector<double>& g);

 private:
  const Loss<Real>& loss_;
  const Batch<Real>& y_;
  const Vector<double>& weights_;
  Matrix<Real> copies_, dx_;  // x once per series, and the gradient of each loss
  Vector<double> value_;
};

}  // namespace softwarp
