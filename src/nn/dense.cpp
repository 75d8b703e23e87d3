#include "softwarp/nn/dense.hpp"

#include <cmath>
#include <concepts>

#include "softwarp/nn/product.hpp"

namespace softwarp {

template <class Real>
void Dense<Real>::initialize(VectorRef<Real> theta, Random& random) const {
  const Index I = this->input().size(), O = this->output().size();
  const double deviation = 1 / std::sqrt(static_cast<double>(I));
  for (Real& weight : theta.head(O * I)) weight = static_cast<Real>(deviation * random.normal());
  theta.tail(O).setZero();
}

template <class Real>
void Dense<Real>::forward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, MatrixRef<Real> y,
                          VectorRef<Real>) const {
  const Eigen::Map<const Matrix<Real>> W(theta.data(), y.rows(), x.rows());
  const auto b = theta.tail(y.rows());
  product_plus<Real>(W, x, b, y);  // y = W x + b 1ᵀ
}

template <class Real>
void Dense<Real>::backward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x,
                           const ConstMatrixRef<Real>& y, VectorRef<Real>, const ConstMatrixRef<Real>& dy,
                           VectorRef<Real> dtheta, MatrixRef<Real>* dx) const {
  const Eigen::Map<const Matrix<Real>> W(theta.data(), y.rows(), x.rows());
  Eigen::Map<Matrix<Real>> dW(dtheta.data(), y.rows(), x.rows());
  auto db = dtheta.tail(y.rows());
  add_product_transposed<Real>(dy, x, dW);                  // ∂L/∂W = dy xᵀ
  db += dy.rowwise().sum();                                 // ∂L/∂b = dy 1
  if (dx != nullptr) transposed_product<Real>(W, dy, *dx);  // ∂L/∂x = Wᵀ dy
}

template <class Real>
std::vector<Operator> Dense<Real>::operators() const {
  // x Wᵀ + b. ONNX Runtime may join a Gemm and the activation behind it to one operator, whatever their type, but has
  // that operator for floats only: it could not load a network of doubles.
  if constexpr (std::same_as<Real, float>) {
    return {{.type = "Gemm", .inputs = {"x", "weight", "bias"}, .attributes = {{"transB", Index{1}}}}};
  } else {
    return {{.type = "Transpose", .inputs = {"weight"}, .output = "transposed"},
            {.type = "MatMul", .inputs = {"x", "transposed"}, .output = "product"},
            {.type = "Add", .inputs = {"product", "bias"}}};
  }
}

template class Dense<float>;
template class Dense<double>;

}  // namespace softwarp
