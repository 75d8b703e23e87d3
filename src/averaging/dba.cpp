#include "softwarp/averaging/dba.hpp"

#include <cmath>

#include "softwarp/alignment/align.hpp"
#include "softwarp/core/error.hpp"

namespace softwarp {
namespace {

template <class Real>
class Update {
 public:
  Update(const Alignment<Real>& how, double factor, const Batch<Real>& y, const Vector<double>& weights)
      : how_(how), factor_(factor), y_(y), weights_(weights) {}

  // F(x), and where DBA moves x. The steps matched with x_i have the sum Σ_j A_ij y_j = visits_i x_i − dx_i/(2c),
  // because DTW's subgradient is dx_i = 2c Σ_j A_ij (x_i − y_j): the paths themselves are not needed.
  double operator()(const Vector<double>& x, Vector<double>& moved) {
    x_ = x.template cast<Real>();
    const Index dims = y_.dims, n = x.size() / dims;
    value_.resize(y_.count());
    dx_.resize(x.size(), y_.count());
    visits_.resize(n, y_.count());
    pairs_.clear();
    for (Index k = 0; k < y_.count(); ++k) {
      pairs_.push_back({.x = x_.data(),
                        .n = n,
                        .y = y_.values.col(k).data(),
                        .m = y_.length(k),
                        .dx = dx_.col(k).data(),
                        .visits = visits_.col(k).data()});
    }
    align(std::span(pairs_), dims, how_);
    for (Index k = 0; k < y_.count(); ++k) value_[k] = pairs_[static_cast<std::size_t>(k)].value;
    const Vector<double> weight = visits_.template cast<double>() * weights_;  // none is 0: every step is on every path
    moved = dx_.template cast<double>() * weights_;
    for (Index i = 0; i < n; ++i) moved.segment(i * dims, dims) /= -2 * factor_ * weight[i];
    moved += x;
    return weights_.dot(value_);
  }

 private:
  const Alignment<Real>& how_;
  const double factor_;
  const Batch<Real>& y_;
  const Vector<double>& weights_;
  Vector<Real> x_;
  Vector<double> value_;
  Matrix<Real> dx_, visits_;
  std::vector<Pair<Real>> pairs_;
};

template <class Real>
double factor_of(const Alignment<Real>& how) {
  if (how.cost == nullptr) return 1;
  const auto factor = how.cost->squared_euclidean_factor();
  if (!factor) {
    throw Error(
        "dba: expected a multiple of the squared Euclidean cost, under which the mean of steps is the best one, "
        "found " +
        how.cost->name());
  }
  return *factor;
}

}  // namespace

template <class Real>
DtwBarycenterAveraging<Real>::DtwBarycenterAveraging(const Alignment<Real>& how)
    : how_(how), factor_(factor_of(how)), loss_(how) {}

template <class Real>
AveragingResult DtwBarycenterAveraging<Real>::improve(Vector<double>& x, const Batch<Real>& y,
                                                      const Vector<double>& weights,
                                                      const AveragingOptions& options) const {
  Update<Real> update(how_, factor_, y, weights);
  Vector<double> moved, next;
  AveragingResult result;
  result.objective = update(x, moved);
  while (result.iterations < options.iterations) {
    const double objective = update(moved, next);
    ++result.iterations;
    const double decrease = result.objective - objective;
    if (decrease >= 0) {
      x.swap(moved);
      moved.swap(next);
      result.objective = objective;
    }
    if (options.on_iteration) options.on_iteration(x, result.iterations);
    if (decrease <= options.tolerance * std::abs(objective)) break;
  }
  return result;
}

template class DtwBarycenterAveraging<float>;
template class DtwBarycenterAveraging<double>;

}  // namespace softwarp
