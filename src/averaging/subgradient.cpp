#include "softwarp/averaging/subgradient.hpp"

#include <cmath>

#include "softwarp/averaging/moments.hpp"
#include "softwarp/averaging/one_to_all.hpp"

namespace softwarp {
template <class Real>
AveragingResult SubgradientDescent<Real>::improve(Vector<double>& x, const Batch<Real>& y,
                                                  const Vector<double>& weights,
                                                  const AveragingOptions& options) const {
  WeightedSum<Real> sum(loss_, y, weights);
  const double s = spread_of(y), scale = step_ * (s * s / cost_of(cost_.get(), s)) / weights.sum();
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
