#include "softwarp/nn/network.hpp"

#include <cmath>
#include <limits>

#include "softwarp/core/error.hpp"
#include "softwarp/nn/activation.hpp"
#include "softwarp/nn/dense.hpp"
#include "support/all_layers.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"

using namespace softwarp;

TEST_CASE("a network computes what its formula says") {
  // One hidden unit: y = w2·sigmoid(w1·x + b1) + b2, θ = (W1, b1, W2, b2).
  const Network<double> network(mlp({.input = {2}, .hidden = {1}, .outputs = 1, .activation = "sigmoid"}));
  REQUIRE(network.parameters() == 5);
  Vector<double> theta(5);
  theta << 0.5, -2, 0.25, 3, -1;
  Matrix<double> x(2, 1);
  x << 1, 0.5;
  Workspace<double> workspace;
  CHECK(network.forward(theta, x, workspace)(0) == Approx(3 / (1 + std::exp(0.25)) - 1).epsilon(1e-15));
}

TEST_CASE("initial weights are LeCun normal, biases zero, and the seed decides") {
  const Dense<double> layer({400}, 200);
  Random random(1), same(1), other(2);
  Vector<double> theta(layer.parameters()), theta_same(layer.parameters()), theta_other(layer.parameters());
  layer.initialize(theta, random);
  layer.initialize(theta_same, same);
  layer.initialize(theta_other, other);
  CHECK(theta == theta_same);
  CHECK(theta != theta_other);
  const auto weights = theta.head(400 * 200);
  CHECK(std::abs(weights.mean()) < 5 * 0.05 / std::sqrt(80000.0));
  CHECK(weights.squaredNorm() / 80000 == Approx(1.0 / 400).epsilon(0.03));
  CHECK(theta.tail(200).isZero(0));
}

TEST_CASE("activations at their limits") {
  Matrix<double> x(5, 1), y(5, 1);
  x << -1000, -1, 0, 1, 1000;
  Vector<double> none;
  const auto apply = [&](const Layer<double>& layer) {
    layer.forward(none, x, y, none);
    return y;
  };
  const Sigmoid<double> sigmoid({5});
  const Tanh<double> tanh({5});
  const Relu<double> relu({5});
  CHECK(apply(sigmoid)(0) == 0);
  CHECK(apply(sigmoid)(2) == 0.5);
  CHECK(apply(sigmoid)(4) == 1);
  CHECK(apply(tanh)(3) == std::tanh(1.0));
  CHECK(apply(relu)(1) == 0);
  CHECK(apply(relu)(4) == 1000);
  x(1) = std::numeric_limits<double>::quiet_NaN();
  for (const Layer<double>* layer : std::initializer_list<const Layer<double>*>{&sigmoid, &tanh, &relu})
    CHECK(std::isnan(apply(*layer)(1)));
}

TEST_CASE("a batch of B is B batches of one, also when a workspace is used for several sizes") {
  const Network<double> network(mlp({.input = {6}, .hidden = {4, 3}, .outputs = 2, .activation = "tanh"}));
  Random random(3);
  const Vector<double> theta = network.initial_parameters(random);
  const Matrix<double> x = Matrix<double>::Random(6, 5), dy = Matrix<double>::Random(2, 5);
  Workspace<double> workspace;
  const Matrix<double> y = network.forward(theta, x, workspace);
  Vector<double> g, single_g, sum = Vector<double>::Zero(network.parameters());
  network.backward(theta, x, dy, workspace, g);
  for (Index b = 0; b < 5; ++b) {
    CHECK((network.forward(theta, x.col(b), workspace) - y.col(b)).norm() <= 1e-14);
    network.backward(theta, x.col(b), dy.col(b), workspace, single_g);
    sum += single_g;
  }
  CHECK((sum - g).norm() <= 1e-13 * g.norm());  // the gradient is summed over the batch, not divided by it
}

TEST_CASE("a network's parts are those of its layers, by their number") {
  const Network<float> network(mlp({.input = {3, 2}, .hidden = {4}, .outputs = 5}));
  CHECK(network.input() == SeriesShape{3, 2});
  CHECK(network.output() == SeriesShape{1, 5});
  std::vector<std::string> names;
  Index offset = 0;
  for (const Part& part : network.parts()) {
    names.push_back(part.name);
    CHECK(part.offset == offset);
    offset += part.size;
  }
  CHECK(names == std::vector<std::string>{"0.weight", "0.bias", "2.weight", "2.bias"});
  CHECK(offset == network.parameters());
}

TEST_CASE("a network that cannot be made says which layer is wrong") {
  const auto rejection = [](const NetworkSpec& spec) { return message_of<Error>([&] { Network<float>{spec}; }); };
  CHECK(rejection({.input = {3}, .layers = {}}) == "network: expected at least one layer, found none");
  CHECK(rejection(mlp({.input = {3}, .hidden = {2, 0}, .outputs = 1})) ==
        "layer 2: dense: expected sizes from 1 to 1000000000, found \"dense(units=0)\"");
  CHECK(rejection(mlp({.input = {0}, .hidden = {2}, .outputs = 1})) ==
        "layer 0: dense(units=2): expected an input of 1 to 1000000000 numbers, found 0 steps of 1");
  CHECK(rejection(mlp({.input = {3}, .hidden = {2}, .outputs = 1, .activation = "softmax"})) ==
        "layer 1: expected " + test::any_known_layer() + "; found \"softmax\"");
}
