#include "softwarp/optim/minimize.hpp"

#include <LBFGS.h>

#include <cmath>
#include <exception>
#include <limits>
#include <new>
#include <stdexcept>
#include <utility>

#include "softwarp/core/error.hpp"

namespace softwarp {
namespace {

// LBFGS++ reports its number of iterations only on success; one iteration is one line search.
thread_local int line_searches = 0;

template <class Scalar>
struct CountedLineSearch {
  template <class... Arguments>
  static void LineSearch(Arguments&&... arguments) {
    ++line_searches;
    LBFGSpp::LineSearchNocedalWright<Scalar>::LineSearch(std::forward<Arguments>(arguments)...);
  }
};

}  // namespace

MinimizeResult minimize(const Objective& objective, Vector<double>& theta, const MinimizeOptions& options) {
  MinimizeResult result;
  if (options.iterations < 1) {
    Vector<double> g(theta.size());
    result.value = objective(theta, g);
    result.evaluations = 1;
    return result;
  }

  LBFGSpp::LBFGSParam<double> settings;
  settings.epsilon = settings.epsilon_rel = options.tolerance;
  settings.max_iterations = options.iterations;
  settings.linesearch = LBFGSpp::LBFGS_LINESEARCH_BACKTRACKING_STRONG_WOLFE;
  settings.max_linesearch = 40;
  settings.past = options.decrease > 0 ? 1 : 0;
  settings.delta = options.decrease;

  // LBFGS++ leaves θ at its last trial when a line search fails, so the best point is kept here.
  Vector<double> best = theta;
  double best_value = std::numeric_limits<double>::infinity(), best_gradient = 0;
  std::exception_ptr failure;
  bool stopped = false;
  const auto keep_going = [&] {
    ++result.iterations;
    if (!options.on_iteration) return true;
    return options.on_iteration(
        {.iteration = result.iterations, .value = best_value, .gradient_norm = best_gradient, .theta = best});
  };
  const auto watched = [&](const Vector<double>& at, Vector<double>& g) {
    double value = 0;
    try {
      if (line_searches > result.iterations + 1) {  // the first evaluation of the next line search
        stopped = !keep_going();
        if (stopped) throw std::runtime_error("stopped");  // the only way out of LBFGS++
      }
      // When values differ only by rounding, the interpolation of the line search divides 0 by 0.
      if (!at.allFinite()) throw std::runtime_error("the line search has lost its way");
      value = objective(at, g);
    } catch (...) {
      if (!stopped && at.allFinite()) failure = std::current_exception();  // as opposed to what LBFGS++ throws
      throw;
    }
    if (result.evaluations++ == 0 && !std::isfinite(value)) {
      failure = std::make_exception_ptr(NonFiniteError("minimize: the objective is not finite at the start"));
      std::rethrow_exception(failure);
    }
    if (value < best_value) {
      best_value = value;
      best_gradient = g.norm();
      best = at;
    }
    return value;
  };

  LBFGSpp::LBFGSSolver<double, CountedLineSearch> solver(settings);
  double value = 0;
  line_searches = 0;
  try {
    solver.minimize(watched, theta, value);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    if (failure)
      std::rethrow_exception(failure);  // otherwise the line search gave up, and the best point is the result
  }
  if (!stopped && result.iterations < line_searches) keep_going();  // the last iteration: no evaluation follows it
  theta = best;
  result.value = best_value;
  return result;
}

}  // namespace softwarp
