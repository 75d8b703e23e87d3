/// A loss of your own, used to train on your own data (custom_loss FILE.csv) or on the built-in set.
///
/// It computes value and gradient of one pair at a time. Missing steps, batches and the mean are taken care of. Before it
/// trains anything, its gradient is compared with finite differences.
#include <cmath>
#include <cstdio>

#include "softwarp/core/error.hpp"
#include "softwarp/core/random.hpp"
#include "softwarp/data/forecast_set.hpp"
#include "softwarp/data/load.hpp"
#include "softwarp/data/scaling.hpp"
#include "softwarp/data/synthetic.hpp"
#include "softwarp/loss/check_gradient.hpp"
#include "softwarp/loss/loss.hpp"
#include "softwarp/training/trainer.hpp"

using namespace softwarp;

/// Log-cosh of the error: quadratic near zero and linear far away, so that outliers count less.
///   value = Σ_t log cosh(x_t − y_t),  dx_t = tanh(x_t − y_t)
template <class Real>
class LogCoshLoss final : public Loss<Real> {
 public:
  std::string name() const override { return "logcosh"; }

 protected:
  void compute(std::span<Pair<Real>> pairs, Index dims) const override {
    for (Pair<Real>& pair : pairs) {  // x [D×n], y [D×m], here n = m
      pair.value = 0;
      for (Index k = 0; k < pair.n * dims; ++k) {
        const Real error = pair.x[k] - pair.y[k];
        // log cosh e without overflow: |e| + log(1 + e^(−2|e|)) − log 2
        pair.value += std::abs(error) + std::log1p(std::exp(-2 * std::abs(error))) - std::log(Real(2));
        if (pair.dx != nullptr) pair.dx[k] = std::tanh(error);
      }
    }
  }
};

int main(int argc, char** argv) try {
  const TrainTest data = argc > 1 ? load(argv[1]) : builtin_data();
  // The network sees the first 60 % of every series and forecasts the rest; both are normalised by the mean and the
  // deviation of the first part.
  const ForecastSet raw = cut(data.train, 0.6, forecast_shape(data, 0.6));
  const ForecastSet set = scaled(raw, fit_scaling(Scale::series, raw));
  const Examples<float> examples{.input = set.input.cast<float>(), .target = set.target.cast<float>()};

  const Network<float> network(mlp({.input = {set.input.rows()}, .hidden = {10}, .outputs = set.target.rows()}));
  Random random(/*seed=*/0);
  Vector<float> theta = network.initial_parameters(random);

  // In double, for any two series: a rising line, and the first target.
  const Matrix<double> line = Vector<double>::LinSpaced(set.target.rows(), -2, 2), target = set.target.leftCols(1);
  const auto checks = check_gradient<double>(LogCoshLoss<double>(), {line}, {target});
  std::printf("%s\n", to_text(checks).c_str());
  if (!none_wrong(checks)) return 1;

  const LogCoshLoss<float> loss;
  std::printf("%s before training: %.4f\n", loss.name().c_str(), mean_loss(network, loss, examples, theta));
  train(network, loss, examples, {.epochs = 200}, theta);
  std::printf("%s after training:  %.4f\n", loss.name().c_str(), mean_loss(network, loss, examples, theta));
} catch (const Error& error) {
  std::fprintf(stderr, "custom_loss: %s\n", error.what());
  return 1;
}
