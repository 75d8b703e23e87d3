// The code that docs/autograd_free.md and docs/recurrent.md print, as it stands there: tests/CMakeLists.txt cuts it out.
#include "softwarp/loss/l1.hpp"
#include "softwarp/nn/product.hpp"
#include "softwarp/nn/scale.hpp"
#include "softwarp/nn/squashing.hpp"
#include "support/all_layers.hpp"
#include "support/catch.hpp"
#include "support/gradient_check.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

// The layer that docs/recurrent.md computes.
template <class Real>
class Elman final : public Layer<Real> {
 public:
  Elman(SeriesShape input, Index units)
      : Layer<Real>(input, {.steps = input.steps, .dims = units},
                    {{"W", {units, input.dims}}, {"R", {units, units}}, {"b", {units}}}) {}

  void initialize(VectorRef<Real>, Random&) const override {}
  std::vector<Operator> operators() const override { return {}; }
  Index cache_size(Index batch) const override { return 2 * this->output().dims * batch; }

  void forward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, MatrixRef<Real> y,
               VectorRef<Real>) const override {
    const auto [T, D] = this->input();
    const Index U = this->output().dims;
    const Eigen::Map<const Matrix<Real>> W(theta.data(), U, D), R(theta.data() + U * D, U, U);
    const auto b = theta.tail(U);
#include "docs/elman_forward.inc"
  }

  void backward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y,
                VectorRef<Real> cache, const ConstMatrixRef<Real>& dy, VectorRef<Real> dtheta,
                MatrixRef<Real>* dx) const override {
    const auto [T, D] = this->input();
    const Index U = this->output().dims;
    const Eigen::Map<const Matrix<Real>> W(theta.data(), U, D), R(theta.data() + U * D, U, U);
    Eigen::Map<Matrix<Real>> dW(dtheta.data(), U, D), dR(dtheta.data() + U * D, U, U);
    Eigen::Map<Matrix<Real>> da(cache.data(), U, x.cols()), dh(cache.data() + da.size(), U, x.cols());
    auto db = dtheta.tail(U);
#include "docs/elman_backward.inc"
  }
};

// The errors of both Jacobian products, through a random projection.
void check_gradients(const Layer<double>& layer) {
  Random random(1);
  const Vector<double> theta = random_parameters(layer, random);
  const Matrix<double> x = random_matrix(layer.input().size(), 3, random);
  const Matrix<double> dy = random_matrix(layer.output().size(), 3, random);
  const LayerRun<double> run(layer, theta, x, dy);
  const auto f = [&](const Vector<double>& at, const Matrix<double>& of) {
    return dy.cwiseProduct(layer_output(layer, at, of)).sum();
  };
  const auto of_theta = [&](const Vector<double>& at) { return f(at, x); };
  const auto of_x = [&](const Vector<double>& at) { return f(theta, at.reshaped(x.rows(), x.cols())); };
  CHECK(gradient_error(of_theta, theta, run.dtheta, 1e-3) <= 1e-9);
  CHECK(gradient_error(of_x, x.reshaped(), run.dx.reshaped(), 1e-3) <= 1e-9);
}

}  // namespace

TEST_CASE("the layer of docs/autograd_free.md begins as the identity, and its gradient is right") {
  const Scale<double> layer({4, 2});
  Random random(1);
  Vector<double> theta(layer.parameters());
  layer.initialize(theta, random);
  const Matrix<double> x = random_matrix(8, 3, random);
  CHECK(layer_output<double>(layer, theta, x) == x);
  check_gradients(layer);
}

TEST_CASE("the loop of docs/recurrent.md is backpropagation through time, for few units and many") {
  check_gradients(Elman<double>({5, 2}, 3));
  check_gradients(Elman<double>({3, 1}, 30));
}

TEST_CASE("the loss of docs/autograd_free.md has the value and gradient that it states") {
  const L1Loss<double> loss;
  const Matrix<double> x = Matrix<double>({{1}, {-2}, {3}}), y = Matrix<double>({{0}, {0}, {5}});
  Matrix<double> dx(3, 1);
  CHECK(loss.mean({x}, {y}, dx) == 5);
  CHECK(dx == Matrix<double>({{1}, {-1}, {-1}}));
}
