// Encoder and decoder together, where what one passes to the other counts; each alone is tested with all layers.
#include <limits>

#include "softwarp/nn/network.hpp"
#include "support/catch.hpp"
#include "support/gradient_check.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// Through a random projection P of the forecasts: the relative error of the gradient of every parameter.
double network_error(const Network<double>& network, const Matrix<double>& x, const ConstMatrixRef<double>* truth,
                     Random& random) {
  const Matrix<double> P = random_matrix(network.output().size(), x.cols(), random);
  const Vector<double> theta =
      network.initial_parameters(random) + 0.1 * random_matrix(network.parameters(), 1, random);
  Workspace<double> workspace;
  const auto f = [&](const Vector<double>& at) {
    return P.cwiseProduct(network.forward(at, x, workspace, truth)).sum();
  };
  f(theta);
  Vector<double> dtheta;
  network.backward(theta, x, P, workspace, dtheta);
  return gradient_error(f, theta, dtheta, 1e-3);
}

}  // namespace

TEST_CASE("encoder and decoder: the gradient of every parameter agrees with central differences, taught or not") {
  Random random(31);
  for (const char* layers :
       {"gru(units=1) -> gru_decoder(dims=1, steps=1)", "gru(units=3) -> gru_decoder(dims=2, steps=4)",
        "gru(units=2) -> gru(units=3) -> tanh -> gru_decoder(dims=1, steps=3)", "gru(units=3) -> dense(units=2)"}) {
    CAPTURE(layers);
    const Network<double> network({.input = {5, 2}, .layers = parse_layers(layers)});
    Matrix<double> x = random_matrix(10, 3, random);
    CHECK(network_error(network, x, nullptr, random) <= 1e-6);

    x(3, 0) = x(8, 1) = x(9, 1) = kMissing;  // in the middle of one series, at the end of another
    CHECK(network_error(network, x, nullptr, random) <= 1e-6);

    Matrix<double> truth = random_matrix(network.output().size(), 3, random);
    truth.col(1).setConstant(kMissing);
    truth(0, 2) = kMissing;
    const ConstMatrixRef<double> told(truth);
    CHECK(network_error(network, x, &told, random) <= 1e-6);
  }
}
