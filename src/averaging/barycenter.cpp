#include "softwarp/averaging/barycenter.hpp"

#include "softwarp/averaging/moments.hpp"
#include "softwarp/averaging/one_to_all.hpp"
#include "softwarp/optim/minimize.hpp"

namespace softwarp {

template <class Real>
AveragingResult Barycenter<Real>::improve(Vector<double>& x, const Batch<Real>& y, const Vector<double>& weights,
                                          const AveragingOptions& options) const {
  WeightedSum<Real> sum(*loss_, y, weights);
  const auto on_iteration = [&](const Iterate& best) {
    if (options.on_iteration) options.on_iteration(best.theta, best.iteration);
    return true;
  };
  const MinimizeResult found = minimize([&](const Vector<double>& at, Vector<double>& g) { return sum(at, g); }, x,
                                        {.iterations = options.iterations,
                                         .unit = spread_of(y),
                                         .decrease = options.tolerance,
                                         .on_iteration = on_iteration});
  return {found.iterations, found.value};
}

template class Barycenter<float>;
template class Barycenter<double>;

}  // namespace softwarp
