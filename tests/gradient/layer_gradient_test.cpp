#include "softwarp/nn/dense.hpp"
#include "softwarp/nn/network.hpp"
#include "support/catch.hpp"
#include "support/gradient_check.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

struct LayerErrors {
  double dx;
  double dtheta;
};

// Checks both Jacobian products of a layer through a random projection: f(x, θ) = ⟨P, layer(x; θ)⟩, so dy = P.
LayerErrors check_layer(const Layer<double>& layer, Index batch, Random& random) {
  const Matrix<double> x = random_matrix(layer.inputs(), batch, random);
  const Matrix<double> P = random_matrix(layer.outputs(), batch, random);
  const Vector<double> theta = random_matrix(layer.parameters(), 1, random);
  const auto f = [&](const Matrix<double>& at_x, const Vector<double>& at_theta) {
    Matrix<double> y(layer.outputs(), batch);
    layer.forward(at_theta, at_x, y);
    return P.cwiseProduct(y).sum();
  };
  Matrix<double> y(layer.outputs(), batch), dx(layer.inputs(), batch);
  layer.forward(theta, x, y);
  Vector<double> dtheta = Vector<double>::Zero(layer.parameters());
  MatrixRef<double> dx_ref(dx);
  layer.backward(theta, x, y, P, dtheta, &dx_ref);
  const auto of_x = [&](const Vector<double>& flat) { return f(flat.reshaped(x.rows(), x.cols()), theta); };
  const auto of_theta = [&](const Vector<double>& moved) { return f(x, moved); };
  return {gradient_error(of_x, x.reshaped(), dx.reshaped(), 1e-3), gradient_error(of_theta, theta, dtheta, 1e-3)};
}

}  // namespace

TEST_CASE("dense layers: both Jacobian products agree with central differences") {
  Random random(21);
  for (const Index inputs : {1, 2, 7, 40}) {
    for (const Index outputs : {1, 3, 40}) {
      for (const Index batch : {1, 4}) {
        CAPTURE(inputs, outputs, batch);
        const LayerErrors errors = check_layer(Dense<double>(inputs, outputs), batch, random);
        CHECK(errors.dx <= 1e-6);
        CHECK(errors.dtheta <= 1e-6);
      }
    }
  }
}

TEST_CASE("activations: the Jacobian product agrees with central differences") {
  Random random(22);
  for (const Activation activation : {Activation::sigmoid, Activation::tanh, Activation::relu}) {
    for (const Index size : {1, 5, 40}) {
      CAPTURE(to_text(activation), size);
      const auto layer = make_activation<double>(activation, size);
      CHECK(check_layer(*layer, 3, random).dx <= 1e-6);
    }
  }
}

TEST_CASE("dense layers add to the parameter gradient") {
  Random random(23);
  const Dense<double> layer(3, 2);
  const Matrix<double> x = random_matrix(3, 4, random), dy = random_matrix(2, 4, random), y(2, 4);
  const Vector<double> theta = random_matrix(layer.parameters(), 1, random);
  Vector<double> once = Vector<double>::Zero(layer.parameters());
  layer.backward(theta, x, y, dy, once, nullptr);
  Vector<double> twice = once;
  layer.backward(theta, x, y, dy, twice, nullptr);
  CHECK((twice - 2 * once).norm() <= 1e-14 * once.norm());
}

TEST_CASE("whole networks: the gradient of every parameter agrees with central differences") {
  Random random(24);
  for (const Activation activation : {Activation::sigmoid, Activation::tanh, Activation::relu}) {
    for (const std::vector<Index>& hidden : {std::vector<Index>{}, {5}, {6, 4, 3}}) {
      const Network<double> network({.inputs = 7, .hidden = hidden, .outputs = 4, .activation = activation});
      const Vector<double> theta = network.initial_parameters(random);
      const Matrix<double> x = random_matrix(7, 5, random), P = random_matrix(4, 5, random);
      Workspace<double> workspace;
      const auto f = [&](const Vector<double>& at) { return P.cwiseProduct(network.forward(at, x, workspace)).sum(); };
      f(theta);
      Vector<double> dtheta;
      network.backward(theta, x, P, workspace, dtheta);
      CAPTURE(to_text(activation), hidden.size());
      CHECK(gradient_error(f, theta, dtheta, 1e-4) <= 1e-6);
    }
  }
}
