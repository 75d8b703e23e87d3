/// Ways to average series, behind one interface.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "softwarp/loss/registry.hpp"

namespace softwarp {

struct AveragingOptions {
  int iterations = 100;     ///< at most
  double tolerance = 1e-5;  ///< stop after an iteration that lowers F by at most tolerance · max(1, |F|)
  /// Called after each iteration, from any thread; false ends the work with the best average so far. May throw.
  std::function<bool()> keep_going = {};
};

struct AveragingResult {
  int iterations = 0;
  double objective = 0;  ///< F of the average
};

/// Looks for the x that is closest to all of a batch.   F(x) = Σ_i λ_i ℓ(x, y_i), smallest
/// Const: one object may serve many threads.
template <class Real>
class Averager {
 public:
  virtual ~Averager() = default;

  /// Replaces x by an average of y that is no worse.
  /// Shapes: x [D·n], y [D·T×N] without missing values, weights λ [N].   Units: F in those of ℓ.
  /// Throws: as Loss::pairs() and options.keep_going do.
  virtual AveragingResult improve(Vector<double>& x, const Batch<Real>& y, const Vector<double>& weights,
                                  const AveragingOptions& options) const = 0;

  /// The ℓ that it makes small, by which series are then assigned to averages.
  virtual const Loss<Real>& loss() const = 0;
};

/// The names that make_averager() knows: "dba", "subgradient", "mean", and those of the losses but the Euclidean, whose F
/// is minimised by L-BFGS.
std::vector<std::string> averager_names();

/// Has the averager of this name a γ?   Throws: Error listing the known names where it is none of them.
bool averager_has_gamma(const std::string& name);

/// Each name, once for every γ where it has one.
std::vector<LossSpec> with_gammas(const std::vector<std::string>& names, const std::vector<double>& gammas,
                                  const std::function<bool(const std::string&)>& has_gamma);

/// Throws: Error as make_loss() does.
template <class Real>
std::unique_ptr<Averager<Real>> make_averager(const LossSpec& spec);

/// N equal weights of sum 1.
Vector<double> equal_weights(Index count);

}  // namespace softwarp
