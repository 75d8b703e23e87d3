#include "softwarp/averaging/moments.hpp"

#include <cmath>

namespace softwarp {

template <class Real>
Moments moments_of(const Batch<Real>& y) {
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
  return {.mean = mean, .deviation = (square / count).cwiseSqrt()};
}

template <class Real>
double spread_of(const Batch<Real>& y) {
  const Vector<double> deviation = moments_of(y).deviation;
  const double spread = deviation.norm() / std::sqrt(static_cast<double>(y.dims));
  return spread > 0 ? spread : 1;
}

template <class Real>
double cost_of(const Cost<Real>* cost, double s) {
  if (cost == nullptr) return s * s;
  const auto of = [&](double difference) {
    const Matrix<Real> x = Matrix<Real>::Constant(1, 1, static_cast<Real>(difference)), y = Matrix<Real>::Zero(1, 1);
    Matrix<Real> delta(1, 1);
    cost->matrix(x, y, delta);
    return static_cast<double>(delta(0, 0));
  };
  const double u = cost->unit();
  return u * u * (of(s) / of(u));
}

template Moments moments_of(const Batch<float>&);
template Moments moments_of(const Batch<double>&);
template double spread_of(const Batch<float>&);
template double spread_of(const Batch<double>&);
template double cost_of(const Cost<float>*, double);
template double cost_of(const Cost<double>*, double);

}  // namespace softwarp
