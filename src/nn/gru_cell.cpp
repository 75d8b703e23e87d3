#include "softwarp/nn/gru_cell.hpp"

#include <Eigen/QR>
#include <cmath>

#include "softwarp/nn/product.hpp"
#include "softwarp/nn/squashing.hpp"

namespace softwarp {
namespace {

Matrix<double> normal_matrix(Index rows, Index columns, Random& random) {
  Matrix<double> drawn(rows, columns);
  for (double& number : drawn.reshaped()) number = random.normal();
  return drawn;
}

// Q of a normal matrix = Q R̃, with signs such that R̃ has a positive diagonal: each orthogonal matrix equally likely.
// Source: F. Mezzadri, How to Generate Random Matrices from the Classical Compact Groups, 2007.
Matrix<double> orthogonal_matrix(Index size, Random& random) {
  const Eigen::HouseholderQR<Matrix<double>> qr(normal_matrix(size, size, random));
  Matrix<double> Q = qr.householderQ();
  for (Index k = 0; k < size; ++k) {
    if (qr.matrixQR()(k, k) < 0) Q.col(k) *= -1;
  }
  return Q;
}

}  // namespace

template <class Real>
std::vector<Part> GruCell<Real>::parts(Index U, Index D) {
  return {{"input_weight", {3 * U, D}}, {"recurrent_weight", {3 * U, U}}, {"bias", {3 * U}}, {"recurrent_bias", {U}}};
}

template <class Real>
void GruCell<Real>::initialize(Index U, Index D, VectorRef<Real> theta, Random& random) {
  const double deviation = std::sqrt(2 / static_cast<double>(D + U));
  View W(theta.data(), 3 * U, D), R(theta.data() + W.size(), 3 * U, U);
  W = (deviation * normal_matrix(3 * U, D, random)).template cast<Real>();
  for (Index gate = 0; gate < 3; ++gate) R.middleRows(gate * U, U) = orthogonal_matrix(U, random).template cast<Real>();
  theta.tail(4 * U).setZero();
}

template <class Real>
Index GruCell<Real>::cache_size(const GruExtent& extent) {
  const auto [U, D, T, B] = extent;
  return D * T * B + U * (T + 1) * B + 4 * U * T * B + 2 * U * B + 3 * U * (U + D);
}

template <class Real>
auto GruCell<Real>::take(Real*& from, Index rows, Index columns) -> View {
  Real* const begin = from;
  from += rows * columns;
  return {begin, rows, columns};
}

template <class Real>
GruCell<Real>::GruCell(const GruExtent& extent, const Real* theta, Real* cache)
    : U_(extent.units),
      W_(theta, 3 * U_, extent.dims),
      R_(W_.data() + W_.size(), 3 * U_, U_),
      b_(R_.data() + R_.size(), 3 * U_),
      c_(b_.data() + b_.size(), U_),
      u_(take(cache, extent.dims, extent.steps * extent.batch)),
      h_(take(cache, U_, (extent.steps + 1) * extent.batch)),
      gates_(take(cache, 3 * U_, extent.steps * extent.batch)),
      n_(take(cache, U_, extent.steps * extent.batch)),
      dh_(take(cache, U_, extent.batch)),
      e_(take(cache, U_, extent.batch)),
      Rt_(take(cache, U_, 3 * U_)),
      Wt_(take(cache, extent.dims, 3 * U_)) {}

template <class Real>
void GruCell<Real>::forward(Index t) {
  View u = input(t), h = state(t - 1), zrs = gates(t), n = proposal(t);
  auto zr = zrs.topRows(2 * U_), s = zrs.bottomRows(U_);
  product_plus<Real>(W_.topRows(2 * U_), u, b_.head(2 * U_), zr);
  product_plus<Real>(W_.bottomRows(U_), u, b_.tail(U_), n);
  s.colwise() = c_;
  add_product<Real>(R_, h, zrs);
  apply_sigmoid<Real>(zr);
  const auto z = zrs.topRows(U_).array(), r = zrs.middleRows(U_, U_).array();
  n.array() += r * s.array();
  apply_tanh<Real>(n);
  state(t) = (1 - z) * n.array() + z * h.array();
}

template <class Real>
void GruCell<Real>::skip(Index t, Index b) {
  gates(t).col(b).head(U_).setOnes();
  state(t).col(b) = state(t - 1).col(b);
}

template <class Real>
void GruCell<Real>::begin_backward() {
  dh_.setZero();
  Rt_ = R_.transpose();
  Wt_ = W_.transpose();
}

template <class Real>
void GruCell<Real>::backward(Index t) {
  View before = state(t - 1), zrs = gates(t), proposed = proposal(t);
  const auto h = before.array();
  auto z = zrs.topRows(U_).array(), r = zrs.middleRows(U_, U_).array(), s = zrs.bottomRows(U_).array();
  auto n = proposed.array(), dh = dh_.array(), e = e_.array();
  // In place: z becomes dz, and so on.
  e = dh * (1 - z);
  dh *= z;
  z *= e * (h - n);
  n = e * (1 - n.square());
  e = n * r;  // ds
  r = e * s * (1 - r);
  s = e;
  add_product<Real>(Rt_, zrs, dh_);
}

template <class Real>
void GruCell<Real>::input_gradient(Index t, MatrixRef<Real> du) {
  du.setZero();
  add_product<Real>(Wt_.leftCols(2 * U_), gates(t).topRows(2 * U_), du);
  add_product<Real>(Wt_.rightCols(U_), proposal(t), du);
}

template <class Real>
void GruCell<Real>::add_gradient(VectorRef<Real> dtheta) {
  Real* to = dtheta.data();
  View dW = take(to, W_.rows(), W_.cols()), dR = take(to, R_.rows(), R_.cols());
  const auto dzr = gates_.topRows(2 * U_);
  auto db = dtheta.segment(W_.size() + R_.size(), 3 * U_), dc = dtheta.segment(W_.size() + R_.size() + 3 * U_, U_);
  add_product_transposed<Real>(dzr, u_, dW.topRows(2 * U_));
  add_product_transposed<Real>(n_, u_, dW.bottomRows(U_));
  add_product_transposed<Real>(gates_, h_.leftCols(gates_.cols()), dR);  // h_0 … h_(T−1)
  db.head(2 * U_) += dzr.rowwise().sum();
  db.tail(U_) += n_.rowwise().sum();
  dc += gates_.bottomRows(U_).rowwise().sum();
}

template class GruCell<float>;
template class GruCell<double>;

}  // namespace softwarp
