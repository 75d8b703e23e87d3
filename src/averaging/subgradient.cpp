#include "softwarp/averaging/subgradient.hpp"

#include <cmath>

#include "softwarp/averaging/moments.hpp"
#include "softwarp/averaging/one_to_all.hpp"

namespace softwarp {
namespace {

// (s/u)²/(δ(s)/δ(u)): what a squared cost of a difference s in one dimension would be beside this one, where both are
// the same at the unit u.
template <class Real>
double square_to_cost(const Cost<Real>* cost, double s) {
  if (cost == nullptr) return 1;
  const auto of = [&](double difference) {
    const Matrix<Real> x = Matrix<Real>::Constant(1, 1, static_cast<Real>(difference)), y = Matrix<Real>::Zero(1, 1);
    Matrix<Real> delta(1, 1);
    cost->matrix(x, y, delta);
    return static_cast<double>(delta(0, 0));
  };
  const double u = cost->unit();
  return (s / u) * (s / u) / (of(s) / of(u));
}

}  // namespace

template <class Real>
AveragingResult SubgradientDescent<Real>::improve(Vector<double>& x, const Batch<Real>& y,
                                                  const Vector<double>& weights,
                                                  const AveragingOptions& options) const {
  WeightedSum<Real> sum(loss_, y, weights);
  const double scale = step_ * square_to_cost(cost_.get(), spread_of(y)) / weights.sum();
  Vector<double> at = x, g;
  AveragingResult result;
  result.objective = sum(at, g);
  while (result.iterations < options.iterations) {
    ++result.iterations;
    at -= scale / std::sqrt(static_cast<double>(result.iterations)) * g;
    const double objective = sum(at, g);
    if (objective < result.objective) {
      result.objective = objective;
      x = at;
    }
    if (options.on_iteration) options.on_iteration(x, result.iterations);
  }
  return result;
}

template class SubgradientDescent<float>;
template class SubgradientDescent<double>;

}  // namespace softwarp
