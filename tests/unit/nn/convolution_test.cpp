// What is particular to the convolution; tests/unit/nn/layer_test.cpp asks of it what every layer must hold to.
#include "softwarp/nn/convolution.hpp"

#include <algorithm>
#include <cmath>

#include "softwarp/core/error.hpp"
#include "softwarp/nn/network.hpp"
#include "support/all_layers.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

struct Sizes {
  SeriesShape input;
  Index channels, dilation, kernel;
};

Convolution<double> make(const Sizes& sizes) { return {sizes.input, sizes.channels, sizes.dilation, sizes.kernel}; }

// One step, one kernel, one channel; channels as many as dimensions and not; channels around the vector lengths.
const std::vector<Sizes> kSizes{{{1, 1}, 1, 1, 1}, {{1, 3}, 2, 5, 1},    {{2, 1}, 1, 1, 2},   {{9, 3}, 3, 4, 3},
                                {{9, 3}, 5, 1, 9}, {{40, 2}, 17, 13, 4}, {{33, 16}, 16, 8, 5}};

// The formula, number by number.
Matrix<double> formula(const Sizes& s, const Vector<double>& theta, const Matrix<double>& x) {
  const auto [T, D] = s.input;
  const Index C = s.channels, K = s.kernel;
  Matrix<double> y(T * C, x.cols());
  for (Index b = 0; b < x.cols(); ++b) {
    for (Index t = 0; t < T; ++t) {
      for (Index c = 0; c < C; ++c) {
        double a = theta[C * D * K + c], residual = D == C ? x(t * D + c, b) : 0;
        for (Index d = 0; d < D; ++d) {
          for (Index k = 0; k < K; ++k) {
            const Index seen = t - (K - 1 - k) * s.dilation;
            if (seen >= 0) a += theta[c + C * (d + D * k)] * x(seen * D + d, b);
          }
          if (D != C) residual += theta[C * D * K + C + c + C * d] * x(t * D + d, b);
        }
        y(t * C + c, b) = residual + std::max(a, 0.0);
      }
    }
  }
  return y;
}

Matrix<double> forward(const Layer<double>& layer, const Vector<double>& theta, const Matrix<double>& x) {
  Matrix<double> y(layer.output().size(), x.cols());
  Vector<double> cache(layer.cache_size(x.cols()));
  layer.forward(theta, x, y, cache);
  return y;
}

// The steps, from 0, at which two series of D dimensions differ by a single bit.
std::vector<Index> changed_steps(const Matrix<double>& x, const Matrix<double>& y, Index D) {
  std::vector<Index> steps;
  for (Index t = 0; t * D < x.rows(); ++t) {
    if (x.middleRows(t * D, D) != y.middleRows(t * D, D)) steps.push_back(t);
  }
  return steps;
}

}  // namespace

TEST_CASE("convolution: values are those of the formula, number by number") {
  Random random(1);
  for (const Sizes& sizes : kSizes) {
    const Convolution<double> layer = make(sizes);
    CAPTURE(sizes.input.steps, sizes.input.dims, sizes.channels, sizes.dilation, sizes.kernel);
    const Vector<double> theta = random_matrix(layer.parameters(), 1, random);
    const Matrix<double> x = random_matrix(layer.input().size(), 3, random);
    const Matrix<double> expected = formula(sizes, theta, x);
    CHECK((forward(layer, theta, x) - expected).norm() <= 1e-14 * expected.norm());
  }
}

TEST_CASE("convolution: a step is seen by itself and the taps after it, and by no step before") {
  Random random(2);
  const Convolution<double> layer = make({{12, 2}, 3, 3, 3});
  Vector<double> theta = random_matrix(layer.parameters(), 1, random);
  theta.segment(layer.parts()[1].offset, 3).setConstant(100);  // no relu is at 0
  const Matrix<double> x = random_matrix(24, 1, random), y = forward(layer, theta, x);
  for (Index t = 0; t < 12; ++t) {
    Matrix<double> moved = x;
    moved.middleRows(t * 2, 2).array() += 1;
    std::vector<Index> expected;
    for (const Index seen_by : {t, t + 3, t + 6}) {
      if (seen_by < 12) expected.push_back(seen_by);
    }
    CAPTURE(t);
    CHECK(changed_steps(y, forward(layer, theta, moved), 3) == expected);
  }
}

TEST_CASE("a step of a convolutional network sees as many steps as its docstring says, and none after it") {
  NetworkSpec spec = convolutional({.input = {40}, .channels = {2, 2, 2}});
  CHECK(Network<double>(spec).output() == SeriesShape{1, 1});
  spec.layers.pop_back();  // the dense layer
  const Network<double> network(spec);
  CHECK(network.output() == SeriesShape{40, 2});
  const Vector<double> theta = Vector<double>::Ones(network.parameters());
  Matrix<double> x = Matrix<double>::Ones(40, 1);
  Workspace<double> workspace;
  const Matrix<double> y = network.forward(theta, x, workspace);
  x(5) = 2;
  const std::vector<Index> changed = changed_steps(y, network.forward(theta, x, workspace), 2);
  CHECK(changed.size() == 15);  // 1 + 2·(2³ − 1)
  CHECK(changed.front() == 5);
  CHECK(changed.back() == 19);
}

TEST_CASE("convolution: the four steps of docs/convolution.md") {
  const Convolution<double> layer({4, 1}, 1, 2, 2);
  Vector<double> theta(3), cache(layer.cache_size(1)), g = Vector<double>::Zero(3);
  theta << -2, 1, 1;  // w_0, w_1, b
  Matrix<double> x(4, 1), target(4, 1), y(4, 1), dx(4, 1);
  x << 1, 2, 4, 1;
  target << 2, 4, 8, 2;
  layer.forward(theta, x, y, cache);
  CHECK(cache.head(4) == Vector<double>({{2, 3, 3, -2}}));  // a
  CHECK(y == Matrix<double>({{3}, {5}, {7}, {1}}));
  CHECK((y - target).squaredNorm() == 4);
  const Matrix<double> dy = 2 * (y - target);
  CHECK(dy == Matrix<double>({{2}, {2}, {-2}, {-2}}));
  MatrixRef<double> dx_ref(dx);
  layer.backward(theta, x, y, cache, dy, g, &dx_ref);
  CHECK(cache.head(4) == Vector<double>({{2, 2, -2, 0}}));  // δ
  CHECK(g == Vector<double>({{-2, -2, 2}}));
  CHECK(dx == Matrix<double>({{8}, {4}, {-4}, {-2}}));

  const auto loss = [&](const Vector<double>& at, const Matrix<double>& of) {
    return (forward(layer, at, of) - target).squaredNorm();
  };
  const Matrix<double> e = Matrix<double>({{0.1}, {0}, {0}, {0}});
  CHECK(loss(theta, x + e) == Approx(4.88));
  CHECK(loss(theta, x - e) == Approx(3.28));
  CHECK(loss(theta - 0.05 * g, x) == Approx(3.57));
}

TEST_CASE("convolution: initial weights have a quarter of He's variance, the residual path 1/D; biases are zero") {
  const Convolution<double> layer({20, 50}, 200, 1, 4);
  Random random(1);
  Vector<double> theta(layer.parameters());
  layer.initialize(theta, random);
  const auto part = [&](std::size_t k) { return theta.segment(layer.parts()[k].offset, layer.parts()[k].size); };
  CHECK(std::abs(part(0).mean()) < 5 * 0.05 / std::sqrt(40'000.0));
  CHECK(part(0).squaredNorm() / 40'000 == Approx(0.5 / (4 * 50)).epsilon(0.03));
  CHECK(part(1).isZero(0));
  CHECK(part(2).squaredNorm() / 10'000 == Approx(1.0 / 50).epsilon(0.05));
}

TEST_CASE("convolution: the outputs of four initial layers are not much larger than their input") {
  NetworkSpec spec = convolutional({.input = {100}});
  spec.layers.pop_back();  // the dense layer
  const Network<double> network(spec);
  Random random(3);
  const Matrix<double> x = random_matrix(100, 20, random);
  Workspace<double> workspace;
  const Matrix<double>& y = network.forward(network.initial_parameters(random), x, workspace);
  const double ratio = (y.squaredNorm() / static_cast<double>(y.size())) / (x.squaredNorm() / 2000);
  CHECK(ratio > 1);
  CHECK(ratio < 10);  // it is 4; with He's variance in full, 33
}

TEST_CASE("convolution: a kernel that looks back beyond the whole series is refused") {
  const auto rejection = [](Index steps, const char* layer) {
    return message_of<Error>([&] { make_layer<float>(parse_layers(layer)[0], {steps, 1}); });
  };
  CHECK(rejection(8, "convolution(channels=3, dilation=4, kernel=3)") ==
        "convolution(channels=3, dilation=4, kernel=3): expected a kernel that looks back by fewer steps than the "
        "input's 8, found one that looks back by 8");
  CHECK_NOTHROW(make_layer<float>(parse_layers("convolution(channels=3, dilation=4, kernel=3)")[0], {9, 1}));
  CHECK(rejection(1, "convolution(channels=1, dilation=1000000000, kernel=1000000000)") ==
        "convolution(channels=1, dilation=1000000000, kernel=1000000000): expected a kernel that looks back by fewer "
        "steps than the input's 1, found one that looks back by 999999999000000000");
}
