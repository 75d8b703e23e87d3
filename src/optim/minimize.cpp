#include "softwarp/optim/minimize.hpp"

#include <LBFGS.h>

#include <cmath>
#include <exception>
#include <limits>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include "softwarp/core/error.hpp"

namespace softwarp {
namespace {

using Parameters = LBFGSpp::LBFGSParam<double>;

// What LBFGS++ evaluates. It also learns from ObservedLineSearch where the iterations end, and keeps the best point:
// LBFGS++ leaves θ at its last trial when a line search fails.
class Search {
 public:
  Search(const Objective& objective, const Vector<double>& start, const MinimizeOptions& options,
         Parameters& parameters)
      : objective_(objective), options_(options), parameters_(parameters), best_(start) {}

  double operator()(const Vector<double>& theta, Vector<double>& g) {
    // Where values differ by rounding errors alone, the interpolation of the line search divides 0 by 0.
    if (trials_++ > 0 && !theta.allFinite()) throw std::runtime_error("the line search left the finite numbers");
    in_objective_ = true;
    const double value = objective_(theta, g);
    in_objective_ = false;
    if (result_.evaluations++ == 0 && !std::isfinite(value))
      throw NonFiniteError("minimize: expected a finite objective at the start, found " +
                           std::string(std::isnan(value) ? "NaN" : "infinity"));
    if (value < result_.value) {
      result_.value = value;
      best_gradient_norm_ = g.norm();
      best_ = theta;
    }
    return value;
  }

  void end_iteration() {
    ++result_.iterations;
    const Iterate here{
        .iteration = result_.iterations, .value = result_.value, .gradient_norm = best_gradient_norm_, .theta = best_};
    if (options_.on_iteration && !options_.on_iteration(here)) stop();
  }

  // LBFGS++ keeps a reference to its parameters and compares this one with its iterations after each line search.
  void stop() { parameters_.max_iterations = 1; }

  int trials() const { return trials_; }  // points that line searches have asked for
  bool objective_failed() const { return in_objective_; }
  const MinimizeResult& result() const { return result_; }
  const Vector<double>& best() const { return best_; }

 private:
  const Objective& objective_;
  const MinimizeOptions& options_;
  Parameters& parameters_;
  MinimizeResult result_{.value = std::numeric_limits<double>::infinity()};
  Vector<double> best_;
  double best_gradient_norm_ = 0;
  int trials_ = 0;
  bool in_objective_ = false;  // still set where it has thrown
};

// LBFGS++'s own line search, which makes one iteration. The function comes first in every version of LBFGS++; the other
// arguments vary.
template <class Scalar>
struct ObservedLineSearch {
  template <class... Arguments>
  static void LineSearch(Search& search, Arguments&&... arguments) {
    const int before = search.trials();
    try {
      LBFGSpp::LineSearchNocedalWright<Scalar>::LineSearch(search, std::forward<Arguments>(arguments)...);
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception&) {
      if (search.objective_failed()) throw;
      search.stop();  // the line search gave up: the best point so far is the result
    }
    if (search.trials() > before) search.end_iteration();
  }
};

}  // namespace

MinimizeResult minimize(const Objective& objective, Vector<double>& theta, const MinimizeOptions& options) {
  if (options.iterations < 1) {
    Vector<double> g(theta.size());
    return {.value = objective(theta, g), .evaluations = 1};
  }
  Parameters parameters;
  parameters.epsilon = parameters.epsilon_rel = options.tolerance;
  parameters.max_iterations = options.iterations;
  parameters.linesearch = LBFGSpp::LBFGS_LINESEARCH_BACKTRACKING_STRONG_WOLFE;
  parameters.max_linesearch = 40;
  parameters.past = options.decrease > 0 ? 1 : 0;
  parameters.delta = options.decrease;

  Search search(objective, theta, options, parameters);
  double last_value = 0;
  LBFGSpp::LBFGSSolver<double, ObservedLineSearch>(parameters).minimize(search, theta, last_value);
  theta = search.best();
  return search.result();
}

}  // namespace softwarp
