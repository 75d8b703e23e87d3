#include "softwarp/optim/minimize.hpp"

#include <LBFGS.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include "softwarp/core/error.hpp"

namespace softwarp {
namespace {

using Parameters = LBFGSpp::LBFGSParam<double>;

// What LBFGS++ evaluates: φ(z) = f(start + unit·z)/slope. It also learns from ObservedLineSearch where the iterations end,
// decides whether they go on, and keeps the best point: LBFGS++ leaves z at its last trial when a line search fails.
class Search {
 public:
  Search(const Objective& objective, const Vector<double>& start, const MinimizeOptions& options,
         Parameters& parameters)
      : objective_(objective),
        options_(options),
        parameters_(parameters),
        start_(start),
        best_(start),
        g_(start.size()) {
    result_ = {.value = objective_(start_, g_), .evaluations = 1};
    if (!std::isfinite(result_.value))
      throw NonFiniteError("minimize: expected a finite objective at the start, found " +
                           std::string(std::isnan(result_.value) ? "NaN" : "infinity"));
    first_value_ = last_value_ = result_.value;
    best_gradient_norm_ = g_.norm();
    slope_ = options_.unit * best_gradient_norm_;
  }

  double operator()(const Vector<double>& z, Vector<double>& g) {
    double value = first_value_;
    if (trials_++ > 0) {
      // Where values differ by rounding errors alone, the interpolation of the line search divides 0 by 0.
      if (!z.allFinite()) throw std::runtime_error("the line search left the finite numbers");
      theta_ = start_ + options_.unit * z;
      in_objective_ = true;
      value = objective_(theta_, g_);
      in_objective_ = false;
      ++result_.evaluations;
      if (value < result_.value) {
        result_.value = value;
        best_gradient_norm_ = g_.norm();
        best_ = theta_;
      }
    }  // else z = 0, where the constructor has been
    g = (options_.unit / slope_) * g_;
    return value / slope_;
  }

  void end_iteration() {
    ++result_.iterations;
    const double lowered = last_value_ - result_.value;
    last_value_ = result_.value;
    const Iterate here{
        .iteration = result_.iterations, .value = result_.value, .gradient_norm = best_gradient_norm_, .theta = best_};
    if (options_.on_iteration && !options_.on_iteration(here)) stop();
    if (is_flat() || (options_.decrease > 0 && lowered <= options_.decrease * std::abs(result_.value))) stop();
  }

  // Is there nothing left to gain at the best point?
  bool is_flat() const {
    const double scale = std::max(std::abs(result_.value), first_value_ - result_.value);
    return options_.unit * best_gradient_norm_ <= options_.tolerance * scale;
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
  MinimizeResult result_;
  const Vector<double> start_;
  Vector<double> best_, theta_, g_;
  double first_value_ = 0, last_value_ = 0, best_gradient_norm_ = 0;
  double slope_ = 0;  // ‖∂f/∂z‖ at the start
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
  parameters.epsilon = parameters.epsilon_rel = 0;  // Search decides
  parameters.past = 0;
  parameters.max_iterations = options.iterations;
  parameters.linesearch = LBFGSpp::LBFGS_LINESEARCH_BACKTRACKING_STRONG_WOLFE;
  parameters.max_linesearch = 40;

  Search search(objective, theta, options, parameters);
  if (search.is_flat()) return search.result();
  Vector<double> z = Vector<double>::Zero(theta.size());
  double last_value = 0;
  LBFGSpp::LBFGSSolver<double, ObservedLineSearch>(parameters).minimize(search, z, last_value);
  theta = search.best();
  return search.result();
}

}  // namespace softwarp
