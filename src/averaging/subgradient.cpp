#include "softwarp/averaging/subgradient.hpp"

#include <cmath>

#include "softwarp/averaging/moments.hpp"
#include "softwarp/averaging/one_to_all.hpp"

namespace softwarp {
namespace {

// δ(s)/δ(1), the cost of a difference s in one dimension beside that of 1.
template <class Real>
double growth(const Cost<Real>* cost, double s) {
  if (cost == nullptr) return s * s;
  const auto of = [&](double difference) {
    const Matrix<Real> x = Matrix<Real>::Constant(1, 1, static_cast<Real>(difference)), y = Matrix<Real>::Zero(1, 1);
    Matrix<Real> delta(1, 1);
    cost->matrix(x, y, delta);
    return static_cast<double>(delta(0, 0));
  };
  return of(s) / of(1);
}

}  // namespace

template <class Real>
AveragingResult SubgradientDescent<Real>::improve(Vector<double>& x, const Batch<Real>& y,
                                                  const Vector<double>& weights,
                                                  const AveragingOptions& options) const {
  WeightedSum<Real> sum(loss_, y, weights);
  const double spread = spread_of(y);
  const double scale = step_ * (spread * spread / growth(cost_.get(), spread)) / weights.sum();
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
    if (options.keep_going && !options.keep_going()) break;
  }
  return result;
}

template class SubgradientDescent<float>;
template class SubgradientDescent<double>;

}  // namespace softwarp
