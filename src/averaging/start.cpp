#include "softwarp/averaging/start.hpp"

#include <cmath>

namespace softwarp {

template <class Real>
Vector<double> random_start(const Batch<Real>& y, Index steps, Random& random) {
  Vector<double> mean = Vector<double>::Zero(y.dims), square = mean;
  const auto each_step = [&](auto use) {
    for (Index i = 0; i < y.count(); ++i) {
      for (Index t = 0; t < y.length(i); ++t)
        use(y.values.col(i).segment(t * y.dims, y.dims).template cast<double>().eval());
    }
  };
  double count = 0;
  each_step([&](const Vector<double>& step) {
    mean += step;
    ++count;
  });
  mean /= count;
  each_step([&](const Vector<double>& step) { square += (step - mean).cwiseAbs2(); });
  const Vector<double> deviation = (square / count).cwiseSqrt();
  Vector<double> x(y.dims * steps);
  for (Index k = 0; k < x.size(); ++k) x[k] = mean[k % y.dims] + deviation[k % y.dims] * random.normal();
  return x;
}

template Vector<double> random_start(const Batch<float>&, Index, Random&);
template Vector<double> random_start(const Batch<double>&, Index, Random&);

}  // namespace softwarp
