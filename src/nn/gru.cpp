#include "softwarp/nn/gru.hpp"

#include <concepts>

#include "softwarp/nn/gru_cell.hpp"
#include "softwarp/nn/gru_operators.hpp"

namespace softwarp {
namespace {

GruExtent extent_of(SeriesShape input, SeriesShape output, Index batch) {
  return {.units = output.dims, .dims = input.dims, .steps = input.steps, .batch = batch};
}

}  // namespace

template <class Real>
Gru<Real>::Gru(SeriesShape input, Index units)
    : Layer<Real>(input, {.steps = input.steps, .dims = units}, GruCell<Real>::parts(units, input.dims)) {}

template <class Real>
void Gru<Real>::initialize(VectorRef<Real> theta, Random& random) const {
  GruCell<Real>::initialize(this->output().dims, this->input().dims, theta, random);
}

template <class Real>
Index Gru<Real>::cache_size(Index batch) const {
  return GruCell<Real>::cache_size(extent_of(this->input(), this->output(), batch));
}

template <class Real>
void Gru<Real>::forward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, MatrixRef<Real> y,
                        VectorRef<Real> cache) const {
  const auto [T, D] = this->input();
  const Index U = this->output().dims, B = x.cols();
  GruCell<Real> cell(extent_of(this->input(), this->output(), B), theta.data(), cache.data());
  cell.state(0).setZero();
  for (Index t = 1; t <= T; ++t) {
    const auto step = x.middleRows((t - 1) * D, D);
    auto u = cell.input(t);
    for (Index b = 0; b < B; ++b) {
      if (step.col(b).hasNaN()) {
        u.col(b).setZero();
      } else {
        u.col(b) = step.col(b);
      }
    }
    cell.forward(t);
    for (Index b = 0; b < B; ++b) {
      if (step.col(b).hasNaN()) cell.skip(t, b);
    }
    y.middleRows((t - 1) * U, U) = cell.state(t);
  }
}

template <class Real>
void Gru<Real>::backward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>&,
                         VectorRef<Real> cache, const ConstMatrixRef<Real>& dy, VectorRef<Real> dtheta,
                         MatrixRef<Real>* dx) const {
  const auto [T, D] = this->input();
  const Index U = this->output().dims;
  GruCell<Real> cell(extent_of(this->input(), this->output(), x.cols()), theta.data(), cache.data());
  cell.begin_backward();
  for (Index t = T; t >= 1; --t) {
    cell.dstate() += dy.middleRows((t - 1) * U, U);
    cell.backward(t);
    if (dx != nullptr) cell.input_gradient(t, dx->middleRows((t - 1) * D, D));
  }
  cell.add_gradient(dtheta);
}

template <class Real>
std::vector<Operator> Gru<Real>::operators() const {
  const auto [T, D] = this->input();
  const Index U = this->output().dims;
  GruOperators list(U, D, std::same_as<Real, float>);
  list.read(T);
  return list.take();
}

template class Gru<float>;
template class Gru<double>;

}  // namespace softwarp
