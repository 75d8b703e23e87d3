// What is particular to the recurrent layers; what all layers have in common is tested in layer_test.cpp.
#include "softwarp/nn/gru.hpp"

#include <cmath>
#include <limits>

#include "softwarp/nn/gru_decoder.hpp"
#include "softwarp/nn/network.hpp"
#include "support/all_layers.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

// A GRU in plain loops over the numbers of one series. It takes its parameters from θ one after the other, each matrix
// column by column.
struct PlainGru {
  Index U, D;
  const double* theta;

  Index size() const { return 3 * U * (D + U + 1) + U; }
  double of_input(Index row, const Vector<double>& u) const {
    double sum = theta[3 * U * (D + U) + row];
    for (Index d = 0; d < D; ++d) sum += theta[d * 3 * U + row] * u[d];
    return sum;
  }
  double of_state(Index row, const Vector<double>& h) const {
    double sum = 0;
    for (Index j = 0; j < U; ++j) sum += theta[(D + j) * 3 * U + row] * h[j];
    return sum;
  }
  Vector<double> step(const Vector<double>& u, const Vector<double>& h) const {
    Vector<double> next(U);
    for (Index k = 0; k < U; ++k) {
      const double z = sigmoid(of_input(k, u) + of_state(k, h));
      const double r = sigmoid(of_input(U + k, u) + of_state(U + k, h));
      const double n = std::tanh(of_input(2 * U + k, u) + r * (of_state(2 * U + k, h) + theta[size() - U + k]));
      next[k] = (1 - z) * n + z * h[k];
    }
    return next;
  }
};

// The forecast of one series from an encoder's states, told the truth where it is not NaN.
Vector<double> plain_forecast(const GruDecoder<double>& layer, const Vector<double>& theta, const Vector<double>& x,
                              const Vector<double>& truth) {
  const Index U = layer.input().dims, D = layer.output().dims;
  const PlainGru cell{U, D, theta.data()};
  const auto readout = [&](const Vector<double>& h) {
    Vector<double> forecast(D);
    for (Index d = 0; d < D; ++d) {
      forecast[d] = theta[cell.size() + D * U + d];
      for (Index j = 0; j < U; ++j) forecast[d] += theta[cell.size() + j * D + d] * h[j];
    }
    return forecast;
  };
  Vector<double> h = x.tail(U), u = readout(h), y(layer.output().size());
  for (Index t = 0; t < layer.output().steps; ++t) {
    h = cell.step(u, h);
    u = readout(h);
    for (Index d = 0; d < D; ++d) {
      y[t * D + d] = u[d];
      if (!std::isnan(truth[t * D + d])) u[d] = truth[t * D + d];
    }
  }
  return y;
}

template <class Real>
Network<Real> forecaster(SeriesShape input, Index units, SeriesShape output) {
  return Network<Real>(
      {.input = input,
       .layers = {{"gru", {{"units", units}}}, {"gru_decoder", {{"dims", output.dims}, {"steps", output.steps}}}}});
}

}  // namespace

TEST_CASE("gru: its states are those of plain loops") {
  Random random(1);
  for (const auto& [T, D, U] : {std::array<Index, 3>{1, 1, 1}, {3, 2, 4}, {20, 1, 9}, {7, 3, 5}}) {
    CAPTURE(T, D, U);
    const Gru<double> layer({T, D}, U);
    const Vector<double> theta = random_parameters(layer, random);
    const Matrix<double> x = random_matrix(T * D, 3, random);
    const Matrix<double> y = layer_output<double>(layer, theta, x);
    const PlainGru plain{U, D, theta.data()};
    REQUIRE(plain.size() == theta.size());
    for (Index b = 0; b < 3; ++b) {
      Vector<double> h = Vector<double>::Zero(U);
      for (Index t = 0; t < T; ++t) {
        h = plain.step(x.col(b).segment(t * D, D), h);
        CHECK((y.col(b).segment(t * U, U) - h).norm() <= 1e-14 * h.norm());
      }
    }
  }
}

TEST_CASE("gru: a missing step is as if the series did not have it") {
  const Index T = 6, D = 2, U = 5, missing = 3;
  Random random(2);
  const Gru<double> layer({T, D}, U), shorter({T - 1, D}, U);
  const Vector<double> theta = random_parameters(layer, random);
  Matrix<double> x = random_matrix(T * D, 3, random), dy = random_matrix(T * U, 3, random);
  x(missing * D + 1, 1) = kMissing;  // one value of one step of the second series
  dy.col(0).setZero(), dy.col(2).setZero();
  const LayerRun<double> run(layer, theta, x, dy);
  CHECK(run.y.allFinite());
  CHECK(run.y.col(1).segment(missing * U, U) == run.y.col(1).segment((missing - 1) * U, U));
  CHECK(run.dx.col(1).segment(missing * D, D).isZero(0));

  const auto without = [&](const Vector<double>& series, Index dims) {
    Vector<double> rest(series.size() - dims);
    rest << series.head(missing * dims), series.tail((T - 1 - missing) * dims);
    return rest;
  };
  Vector<double> shorter_dy = without(dy.col(1), U);
  shorter_dy.segment((missing - 1) * U, U) += dy.col(1).segment(missing * U, U);  // the same state, put out twice
  const LayerRun<double> rest(shorter, theta, without(x.col(1), D), shorter_dy);
  CHECK((without(run.y.col(1), U) - rest.y).norm() <= 1e-14 * rest.y.norm());
  CHECK((without(run.dx.col(1), D) - rest.dx).norm() <= 1e-14 * rest.dx.norm());
  CHECK((run.dtheta - rest.dtheta).norm() <= 1e-14 * rest.dtheta.norm());

  x.col(1).setConstant(kMissing);
  const LayerRun<double> nothing(layer, theta, x, dy);
  CHECK(nothing.y.col(1).isZero(0));
  CHECK(nothing.dtheta.isZero(0));
}

TEST_CASE("gru_decoder: its forecasts are those of plain loops, with and without the truth") {
  Random random(3);
  for (const auto& [T, U, O, D] : {std::array<Index, 4>{1, 1, 1, 1}, {3, 4, 5, 2}, {2, 9, 12, 1}}) {
    CAPTURE(T, U, O, D);
    const GruDecoder<double> layer({T, U}, D, O);
    const Vector<double> theta = random_parameters(layer, random);
    const Matrix<double> x = random_matrix(T * U, 4, random);
    Matrix<double> truth = random_matrix(O * D, 4, random), y(O * D, 4);
    truth.col(1).setConstant(kMissing);
    for (Index k = 0; k < O * D; k += 3) truth(k, 2) = kMissing;
    Vector<double> cache = blank<double>(layer.cache_size(4), 1);
    layer.forward_taught(theta, x, truth, y, cache);
    for (Index b = 0; b < 4; ++b) {
      const Vector<double> expected = plain_forecast(layer, theta, x.col(b), truth.col(b));
      CHECK((y.col(b) - expected).norm() <= 1e-14 * expected.norm());
    }
    const Matrix<double> untaught = layer_output<double>(layer, theta, x);
    CHECK(untaught.col(1) == y.col(1));
    CHECK((untaught.col(0) == y.col(0)) == (O == 1));  // the last forecast is not fed back
  }
}

TEST_CASE("a network teaches its last layer, and layers that feed nothing back ignore it") {
  const Network<double> recurrent = forecaster<double>({4, 1}, 3, {5, 1}), other(mlp({.input = {4}, .outputs = 5}));
  Random random(4);
  const Matrix<double> x = random_matrix(4, 2, random), truth = random_matrix(5, 2, random);
  const ConstMatrixRef<double> told(truth);
  Workspace<double> workspace;
  const auto differs = [&](const Network<double>& network) {
    const Vector<double> theta = network.initial_parameters(random);
    const Matrix<double> untaught = network.forward(theta, x, workspace);
    return network.forward(theta, x, workspace, &told) != untaught;
  };
  CHECK(differs(recurrent));
  CHECK(!differs(other));
}

TEST_CASE("gru: recurrent weights begin orthogonal, input weights with Glorot's variance, biases at zero") {
  const Index U = 40, D = 60;
  const Gru<double> layer({3, D}, U);
  Vector<double> theta(layer.parameters());
  Random random(5);
  layer.initialize(theta, random);
  const auto W = theta.head(3 * U * D);
  CHECK(W.squaredNorm() / static_cast<double>(W.size()) == Approx(2.0 / (D + U)).epsilon(0.05));
  const Eigen::Map<const Matrix<double>> R(theta.data() + W.size(), 3 * U, U);
  for (Index gate = 0; gate < 3; ++gate) {
    const Matrix<double> block = R.middleRows(gate * U, U);
    CHECK((block * block.transpose() - Matrix<double>::Identity(U, U)).norm() <= 1e-13);
    CHECK(std::abs(block.trace()) < 5);  // of deviation 1; of Q as QR leaves it, it would be far below
  }
  CHECK(theta.tail(4 * U).isZero(0));

  const GruDecoder<double> decoder({3, U}, D, 2);
  theta.resize(decoder.parameters());
  decoder.initialize(theta, random);
  const auto V = theta.segment(theta.size() - D - D * U, D * U);
  CHECK(V.squaredNorm() / static_cast<double>(V.size()) == Approx(2.0 / (D + U)).epsilon(0.06));
  CHECK(theta.tail(D).isZero(0));
}

TEST_CASE("recurrent layers: of floats by ONNX's GRU, of doubles, for which ONNX Runtime has none, written out") {
  const auto count = [](const std::vector<Operator>& operators) {
    Index found = 0;
    for (const Operator& each : operators) {
      if (each.type != "GRU") continue;
      CHECK(each.attributes.at("linear_before_reset") == Attribute(Index{1}));
      CHECK(each.attributes.at("hidden_size") == Attribute(Index{4}));
      ++found;
    }
    return found;
  };
  CHECK(count(Gru<float>({6, 2}, 4).operators()) == 1);
  CHECK(count(GruDecoder<float>({6, 4}, 2, 5).operators()) == 5);
  CHECK(count(Gru<double>({6, 2}, 4).operators()) == 0);
  CHECK(count(GruDecoder<double>({6, 4}, 2, 5).operators()) == 0);
}
