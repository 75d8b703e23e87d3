/// Minimisation of a smooth function by L-BFGS.
#pragma once

#include <functional>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// A function to minimise: returns its value at θ and writes its gradient to g.
/// Shapes: theta, g [S]; g already has the right size.
using Objective = std::function<double(const Vector<double>& theta, Vector<double>& g)>;

/// The state of a search after an iteration.
struct Iterate {
  int iteration = 0;  ///< from 1
  double value = 0;   ///< of the objective at θ
  double gradient_norm = 0;
  const Vector<double>& theta;  ///< the best so far
};

struct MinimizeOptions {
  int iterations = 100;  ///< at most; 0 evaluates the objective once
  double unit = 1;       ///< the length of a change of θ that matters, in units of θ; also that of the first step
  /// Stop where a change by a unit would change f by little: unit · ‖g‖ ≤ tolerance · max(|f|, f(start) − f).
  double tolerance = 1e-5;
  double decrease = 0;  ///< stop after an iteration that lowers f by at most decrease · |f|; 0: never
  /// Called after each iteration; false ends the search with the best θ so far. May throw.
  std::function<bool(const Iterate&)> on_iteration = {};
};

struct MinimizeResult {
  double value = 0;  ///< at the θ that is returned
  int iterations = 0;
  int evaluations = 0;  ///< of the objective
};

/// Moves θ to the lowest point that L-BFGS (LBFGS++, history 6) finds. It searches over (θ − start)/unit and values as
/// multiples of the first slope, so that neither an offset nor the units of θ and f make a difference.
///
/// If the line search finds no lower point, as happens when rounding hides the descent, the search ends with the best θ
/// so far.
/// Throws: what the objective and on_iteration throw; NonFiniteError if the objective is not finite at the start.
/// Cost: one or a few evaluations per iteration, plus O(S).
/// Source: J. Nocedal, Updating Quasi-Newton Matrices with Limited Storage, Mathematics of Computation, 1980.
MinimizeResult minimize(const Objective& objective, Vector<double>& theta, const MinimizeOptions& options = {});

}  // namespace softwarp
