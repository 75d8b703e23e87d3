#include "softwarp/nn/gru_decoder.hpp"

#include <cmath>
#include <concepts>

#include "softwarp/nn/gru_cell.hpp"
#include "softwarp/nn/gru_operators.hpp"
#include "softwarp/nn/product.hpp"

namespace softwarp {
namespace {

std::vector<Part> with_readout(std::vector<Part> parts, Index U, Index D) {
  parts.push_back({"readout_weight", {D, U}});
  parts.push_back({"readout_bias", {D}});
  return parts;
}

}  // namespace

// The cell, the readout, and its gradient dŷ_t, t = 0 … O. Until backward() comes to a step, dŷ_t holds how much of ŷ_t
// was fed back: 1, or 0 where the truth took its place.
template <class Real>
struct GruDecoder<Real>::Views {
  GruCell<Real> cell;
  Eigen::Map<const Matrix<Real>> V;
  Eigen::Map<const Vector<Real>> v;
  Eigen::Map<Matrix<Real>> dforecast;  // [D×(O+1)·B]
  Eigen::Map<Matrix<Real>> Vt, du;     // Vᵀ and du_t [D×B], for backward()
};

template <class Real>
GruDecoder<Real>::GruDecoder(SeriesShape input, Index dims, Index steps)
    : Layer<Real>(input, {.steps = steps, .dims = dims},
                  with_readout(GruCell<Real>::parts(input.dims, dims), input.dims, dims)) {}

template <class Real>
void GruDecoder<Real>::initialize(VectorRef<Real> theta, Random& random) const {
  const Index U = this->input().dims, D = this->output().dims;
  const Index readout = D * U + D;
  GruCell<Real>::initialize(U, D, theta.head(theta.size() - readout), random);
  const double deviation = std::sqrt(2 / static_cast<double>(D + U));
  for (Real& weight : theta.tail(readout)) weight = static_cast<Real>(deviation * random.normal());
  theta.tail(D).setZero();
}

template <class Real>
Index GruDecoder<Real>::cache_size(Index batch) const {
  const auto [O, D] = this->output();
  const Index U = this->input().dims;
  return GruCell<Real>::cache_size({.units = U, .dims = D, .steps = O, .batch = batch}) + D * (O + 1) * batch + U * D +
         D * batch;
}

template <class Real>
auto GruDecoder<Real>::views(const ConstVectorRef<Real>& theta, VectorRef<Real> cache, Index batch) const -> Views {
  const auto [O, D] = this->output();
  const Index U = this->input().dims;
  const GruExtent extent{.units = U, .dims = D, .steps = O, .batch = batch};
  const Real* const readout = theta.data() + theta.size() - D * U - D;
  Real* const own = cache.data() + GruCell<Real>::cache_size(extent);
  Real* const transposed = own + D * (O + 1) * batch;
  return {.cell = {extent, theta.data(), cache.data()},
          .V = {readout, D, U},
          .v = {readout + D * U, D},
          .dforecast = {own, D, (O + 1) * batch},
          .Vt = {transposed, U, D},
          .du = {transposed + U * D, D, batch}};
}

template <class Real>
void GruDecoder<Real>::forward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, MatrixRef<Real> y,
                               VectorRef<Real> cache) const {
  run(theta, x, nullptr, y, cache);
}

template <class Real>
void GruDecoder<Real>::forward_taught(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x,
                                      const ConstMatrixRef<Real>& truth, MatrixRef<Real> y,
                                      VectorRef<Real> cache) const {
  run(theta, x, &truth, y, cache);
}

template <class Real>
void GruDecoder<Real>::run(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x,
                           const ConstMatrixRef<Real>* truth, MatrixRef<Real> y, VectorRef<Real> cache) const {
  const auto [O, D] = this->output();
  const Index B = x.cols();
  auto [cell, V, v, own, Vt, du] = views(theta, cache, B);
  own.setOnes();
  cell.state(0) = x.bottomRows(this->input().dims);
  product_plus<Real>(V, cell.state(0), v, cell.input(1));
  for (Index t = 1; t <= O; ++t) {
    cell.forward(t);
    auto forecast = y.middleRows((t - 1) * D, D);
    product_plus<Real>(V, cell.state(t), v, forecast);
    if (t == O) break;
    auto next = cell.input(t + 1);
    next = forecast;
    if (truth == nullptr) continue;
    for (Index b = 0; b < B; ++b) {
      for (Index d = 0; d < D; ++d) {
        const Real value = (*truth)((t - 1) * D + d, b);
        if (std::isnan(value)) continue;
        next(d, b) = value;
        own(d, t * B + b) = 0;
      }
    }
  }
}

template <class Real>
void GruDecoder<Real>::backward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x,
                                const ConstMatrixRef<Real>&, VectorRef<Real> cache, const ConstMatrixRef<Real>& dy,
                                VectorRef<Real> dtheta, MatrixRef<Real>* dx) const {
  const auto [O, D] = this->output();
  const Index U = this->input().dims, B = x.cols();
  auto [cell, V, v, dforecast, Vt, du] = views(theta, cache, B);
  Vt = V.transpose();
  cell.begin_backward();
  dforecast.rightCols(B) = dy.bottomRows(D);
  for (Index t = O;; --t) {
    add_product<Real>(Vt, dforecast.middleCols(t * B, B), cell.dstate());
    if (t == 0) break;
    cell.backward(t);
    cell.input_gradient(t, du);
    auto before = dforecast.middleCols((t - 1) * B, B);
    before = before.cwiseProduct(du);
    if (t > 1) before += dy.middleRows((t - 2) * D, D);
  }
  cell.add_gradient(dtheta.head(dtheta.size() - V.size() - D));
  Eigen::Map<Matrix<Real>> dV(dtheta.data() + dtheta.size() - V.size() - D, D, U);
  add_product_transposed<Real>(dforecast, cell.states(), dV);
  dtheta.tail(D) += dforecast.rowwise().sum();
  if (dx != nullptr) {
    dx->setZero();
    dx->bottomRows(U) = cell.dstate();
  }
}

template <class Real>
std::vector<Operator> GruDecoder<Real>::operators() const {
  const auto [T, U] = this->input();
  const auto [O, D] = this->output();
  GruOperators list(U, D, std::same_as<Real, float>);
  list.write(T, O);
  return list.take();
}

template class GruDecoder<float>;
template class GruDecoder<double>;

}  // namespace softwarp
