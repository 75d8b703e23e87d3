#include "softwarp/averaging/one_to_all.hpp"

namespace softwarp {

template <class Real>
Vector<double> one_to_all(const Loss<Real>& loss, const Vector<double>& x, const Batch<Real>& y) {
  const Matrix<Real> copies = x.template cast<Real>().replicate(1, y.count());
  Vector<double> value(y.count());
  loss.pairs({copies, y.dims}, y, value);
  return value;
}

template <class Real>
double WeightedSum<Real>::operator()(const Vector<double>& x, Vector<double>& g) {
  copies_ = x.template cast<Real>().replicate(1, y_.count());
  value_.resize(y_.count());
  dx_.resizeLike(copies_);
  loss_.pairs({copies_, y_.dims}, y_, value_, dx_);
  g.setZero(x.size());
  for (Index i = 0; i < dx_.cols(); ++i) g += weights_[i] * dx_.col(i).template cast<double>();
  return weights_.dot(value_);
}

template Vector<double> one_to_all(const Loss<float>&, const Vector<double>&, const Batch<float>&);
template Vector<double> one_to_all(const Loss<double>&, const Vector<double>&, const Batch<double>&);
template class WeightedSum<float>;
template class WeightedSum<double>;

}  // namespace softwarp
