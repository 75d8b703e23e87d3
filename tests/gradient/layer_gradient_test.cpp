#include <algorithm>

#include "softwarp/nn/network.hpp"
#include "support/all_layers.hpp"
#include "support/catch.hpp"
#include "support/gradient_check.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

TEST_CASE("layers: both Jacobian products agree with central differences") {
  // Through a random projection: f(x, θ) = ⟨P, layer(x; θ)⟩, so dy = P.
  constexpr double kStep = 1e-4, kMost = 1e-6;
  Random random(21);
  for (const LayerCase& each : all_layers()) {
    const auto layer = make_layer<double>(each.spec, each.input);
    CAPTURE(to_text(each.spec), each.input.steps, each.input.dims);
    const Index batch = 3;  // as three batches of one: layer_test.cpp
    const Matrix<double> P = random_matrix(layer->output().size(), batch, random);
    Matrix<double> x(layer->input().size(), batch);
    Vector<double> theta;
    const auto f = [&](const Matrix<double>& at_x, const Vector<double>& at_theta) {
      return P.cwiseProduct(layer_output<double>(*layer, at_theta, at_x)).sum();
    };
    const Matrix<double> x_moves = directions(x.size(), random), theta_moves = directions(layer->parameters(), random);
    const auto of_x = [&](const Vector<double>& moved) {
      return f(x + (x_moves * moved).reshaped(x.rows(), x.cols()), theta);
    };
    const auto of_theta = [&](const Vector<double>& moved) { return f(x, theta + theta_moves * moved); };
    const Vector<double> x_here = Vector<double>::Zero(x_moves.cols());
    const Vector<double> theta_here = Vector<double>::Zero(theta_moves.cols());
    double dx_error = 0, dtheta_error = 0;
    for (int draws = 0; draws < 20; ++draws) {
      x = random_matrix(x.rows(), batch, random);
      theta = random_parameters(*layer, random);
      const LayerRun<double> run(*layer, theta, x, P);
      dx_error = gradient_error(of_x, x_here, x_moves.transpose() * run.dx.reshaped(), kStep);
      dtheta_error = gradient_error(of_theta, theta_here, theta_moves.transpose() * run.dtheta, kStep);
      if (std::max(dx_error, dtheta_error) <= kMost) break;
      // Where a relu has its kink within reach of a difference, nothing can be checked: draw again.
      if (is_smooth(of_x, x_here, kStep) && is_smooth(of_theta, theta_here, kStep)) break;
    }
    CHECK(dx_error <= kMost);
    CHECK(dtheta_error <= kMost);
  }
}

TEST_CASE("whole networks: the gradient of every parameter agrees with central differences") {
  Random random(24);
  for (const std::string& activation : known_activations()) {
    for (const std::vector<Index>& hidden : {std::vector<Index>{}, {5}, {6, 4, 3}}) {
      const Network<double> network(mlp({.input = {7}, .hidden = hidden, .outputs = 4, .activation = activation}));
      const Vector<double> theta = network.initial_parameters(random);
      const Matrix<double> x = random_matrix(7, 5, random), P = random_matrix(4, 5, random);
      Workspace<double> workspace;
      const auto f = [&](const Vector<double>& at) { return P.cwiseProduct(network.forward(at, x, workspace)).sum(); };
      f(theta);
      Vector<double> dtheta;
      network.backward(theta, x, P, workspace, dtheta);
      CAPTURE(activation, hidden.size());
      CHECK(gradient_error(f, theta, dtheta, 1e-4) <= 1e-6);
    }
  }
}
