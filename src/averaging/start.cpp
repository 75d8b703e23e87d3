#include "softwarp/averaging/start.hpp"

#include "softwarp/averaging/moments.hpp"

namespace softwarp {

template <class Real>
Vector<double> random_start(const Batch<Real>& y, Index steps, Random& random) {
  const auto [mean, deviation] = moments_of(y);
  Vector<double> x(y.dims * steps);
  for (Index k = 0; k < x.size(); ++k) x[k] = mean[k % y.dims] + deviation[k % y.dims] * random.normal();
  return x;
}

template Vector<double> random_start(const Batch<float>&, Index, Random&);
template Vector<double> random_start(const Batch<double>&, Index, Random&);

}  // namespace softwarp
