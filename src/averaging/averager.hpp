/// The interface of every way to average series.
#pragma once

#include <functional>

#include "softwarp/loss/loss.hpp"

namespace softwarp {

struct AveragingOptions {
  int iterations = 100;     ///< at most
  double tolerance = 1e-5;  ///< stop after an iteration that lowers F by at most tolerance · |F|
  /// Called after each iteration, from any thread, with the best average so far. May throw to stop.
  std::function<void(const Vector<double>& x, int iterations)> on_iteration = {};
};

struct AveragingResult {
  int iterations = 0;
  double objective = 0;  ///< F of the average
};

/// Searches for the series x that is closest to all series of a batch.   F(x) = Σ_i λ_i ℓ(x, y_i) → min
/// Const: one object may serve many threads.
template <class Real>
class Averager {
 public:
  virtual ~Averager() = default;

  /// Replaces x by an average of y whose F is no higher.
  /// Shapes: x [D·n], y [D·T×N] without missing values, weights λ [N].   Units: F in those of ℓ.
  /// Throws: as Loss::pairs() and options.on_iteration do.
  virtual AveragingResult improve(Vector<double>& x, const Batch<Real>& y, const Vector<double>& weights,
                                  const AveragingOptions& options) const = 0;

  /// The ℓ of F, which also says which of several averages is nearest to a series.
  virtual const Loss<Real>& loss() const = 0;
};

}  // namespace softwarp
