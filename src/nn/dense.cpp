#include "softwarp/nn/dense.hpp"

#include <cmath>

#include "softwarp/nn/product.hpp"

namespace softwarp {

template <class Real>
void Dense<Real>::initialize(VectorRef<Real> theta, Random& random) const {
  const double deviation = 1 / std::sqrt(static_cast<double>(inputs_));
  for (Real& weight : theta.head(outputs_ * inputs_)) weight = static_cast<Real>(deviation * random.normal());
  theta.tail(outputs_).setZero();
}

template <class Real>
void Dense<Real>::forward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, MatrixRef<Real> y) const {
  const Eigen::Map<const Matrix<Real>> W(theta.data(), outputs_, inputs_);
  const auto b = theta.tail(outputs_);
  product_plus<Real>(W, x, b, y);  // y = W x + b 1ᵀ
}

template <class Real>
void Dense<Real>::backward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x,
                           const ConstMatrixRef<Real>&, const ConstMatrixRef<Real>& dy, VectorRef<Real> dtheta,
                           MatrixRef<Real>* dx) const {
  const Eigen::Map<const Matrix<Real>> W(theta.data(), outputs_, inputs_);
  Eigen::Map<Matrix<Real>> dW(dtheta.data(), outputs_, inputs_);
  auto db = dtheta.tail(outputs_);
  add_product_transposed<Real>(dy, x, dW);                  // ∂L/∂W = dy xᵀ
  db += dy.rowwise().sum();                                 // ∂L/∂b = dy 1
  if (dx != nullptr) transposed_product<Real>(W, dy, *dx);  // ∂L/∂x = Wᵀ dy
}

template class Dense<float>;
template class Dense<double>;

}  // namespace softwarp
