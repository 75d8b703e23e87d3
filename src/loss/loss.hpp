/// The interface that every loss has: how far is x from y, and which way must x move?
///
/// A loss knows nothing of networks. Whoever trains hands it forecasts x and targets y and gets dx = ∂L/∂x.
#pragma once

#include <span>
#include <string>

#include "softwarp/core/batch.hpp"

namespace softwarp {

/// A loss between series. Const throughout: one object may serve many threads.
template <class Real>
class Loss {
 public:
  virtual ~Loss() = default;

  /// Value of each pair and, with dx, its gradient.   value(b) = ℓ(x_b, y_b),  dx(:,b) = ∂value(b)/∂x_b
  ///
  /// A step that y lacks (NaN in any of its D values) costs nothing and gets no gradient: it is taken out of y and of
  /// x before they are compared. This needs x and y of the same length, step for step.
  /// Shapes: x [T·D×B], y [U·D×B], value [B], dx [T·D×B] (zero beyond a series' length). Results go where the caller
  /// keeps them.
  /// Throws: Error where shapes do not fit; naming the series, from 1, where y is infinite, or y has NaN and another
  ///   length than x; NonFiniteError where x or a value is not finite.
  void pairs(const Batch<Real>& x, const Batch<Real>& y, VectorRef<double> value) const;
  void pairs(const Batch<Real>& x, const Batch<Real>& y, VectorRef<double> value, MatrixRef<Real> dx) const;

  /// The training objective, the mean over the batch.   (1/B) Σ_b value(b),  dx likewise divided by B
  /// Shapes, Throws: as pairs().   The only place in the project where a batch is reduced.
  double mean(const Batch<Real>& x, const Batch<Real>& y) const;
  double mean(const Batch<Real>& x, const Batch<Real>& y, MatrixRef<Real> dx) const;

  /// The name that reports show, with parameters: "softdtw(gamma=0.01)".
  virtual std::string name() const = 0;

 protected:
  /// What a loss of your own must do: fill value and, where it is not null, dx of every pair. All numbers in x and y
  /// are finite and every n, m ≥ 1.   Shapes: see Pair; messages call a pair by name_of().
  virtual void compute(std::span<Pair<Real>> pairs, Index dims) const = 0;

 private:
  void fill(const Batch<Real>& x, const Batch<Real>& y, VectorRef<double> value, MatrixRef<Real>* dx) const;
  double fill_mean(const Batch<Real>& x, const Batch<Real>& y, MatrixRef<Real>* dx) const;
};

}  // namespace softwarp
