#include "softwarp/averaging/euclidean_mean.hpp"

#include <algorithm>
#include <cmath>

#include "softwarp/averaging/one_to_all.hpp"

namespace softwarp {
namespace {

template <class Real>
using Steps = Eigen::Map<const Matrix<Real>>;  // [D×T]

template <class Real>
Matrix<double> resampled_steps(const Steps<Real>& series, Index steps) {
  if (series.cols() == steps) return series.template cast<double>();
  Matrix<double> result(series.rows(), steps);
  const double stride = steps > 1 ? static_cast<double>(series.cols() - 1) / static_cast<double>(steps - 1) : 0;
  for (Index t = 0; t < steps; ++t) {
    const double place = static_cast<double>(t) * stride;
    const Index before = std::min(static_cast<Index>(place), series.cols() - 1);
    const Index after = std::min(before + 1, series.cols() - 1);
    const double share = place - static_cast<double>(before);
    result.col(t) =
        (1 - share) * series.col(before).template cast<double>() + share * series.col(after).template cast<double>();
  }
  return result;
}

}  // namespace

Vector<double> resampled(const Vector<double>& series, Index dims, Index steps) {
  return resampled_steps(Steps<double>(series.data(), dims, series.size() / dims), steps).reshaped();
}

template <class Real>
Vector<double> euclidean_mean(const Batch<Real>& y, const Vector<double>& weights, Index steps) {
  Matrix<double> sum = Matrix<double>::Zero(y.dims, steps);
  for (Index i = 0; i < y.count(); ++i)
    sum += weights[i] * resampled_steps(Steps<Real>(y.values.col(i).data(), y.dims, y.length(i)), steps);
  return sum.reshaped() / weights.sum();
}

template <class Real>
void ResampledEuclideanLoss<Real>::compute(std::span<Pair<Real>> pairs, Index dims) const {
  for (Pair<Real>& pair : pairs) {
    const Matrix<double> difference = Steps<Real>(pair.x, dims, pair.n).template cast<double>() -
                                      resampled_steps(Steps<Real>(pair.y, dims, pair.m), pair.n);
    pair.value = difference.squaredNorm();
    if (pair.dx != nullptr) Eigen::Map<Matrix<Real>>(pair.dx, dims, pair.n) = (2 * difference).template cast<Real>();
  }
}

template <class Real>
AveragingResult EuclideanMean<Real>::improve(Vector<double>& x, const Batch<Real>& y, const Vector<double>& weights,
                                             const AveragingOptions& options) const {
  x = euclidean_mean(y, weights, x.size() / y.dims);
  if (options.on_iteration) options.on_iteration(x, 1);
  return {1, weights.dot(one_to_all(loss_, x, y))};
}

template Vector<double> euclidean_mean(const Batch<float>&, const Vector<double>&, Index);
template Vector<double> euclidean_mean(const Batch<double>&, const Vector<double>&, Index);
template class ResampledEuclideanLoss<float>;
template class ResampledEuclideanLoss<double>;
template class EuclideanMean<float>;
template class EuclideanMean<double>;

}  // namespace softwarp
