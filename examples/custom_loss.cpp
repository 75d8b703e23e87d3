/// A loss of your own, used to train on your own data (custom_loss FILE.csv) or on the built-in set.
///
/// It computes value and gradient of one pair at a time. Missing steps, batches and the mean are taken care of.
#include <cmath>
#include <cstdio>

#include "softwarp/core/error.hpp"
#include "softwarp/core/random.hpp"
#include "softwarp/data/forecast_set.hpp"
#include "softwarp/data/load.hpp"
#include "softwarp/data/scaling.hpp"
#include "softwarp/data/synthetic.hpp"
#include "softwarp/loss/loss.hpp"
#include "softwarp/training/trainer.hpp"

using namespace softwarp;

/// Log-cosh of the error: quadratic near zero and linear far away, so that outliers count less.
///   value = Σ_t log cosh(x_t − y_t),  dx_t = tanh(x_t − y_t)
class LogCoshLoss final : public Loss<float> {
 public:
  std::string name() const override { return "logcosh"; }

 protected:
  void compute(std::span<Pair<float>> pairs, Index dims) const override {
    for (Pair<float>& pair : pairs) {  // x [D×n], y [D×m], here n = m
      pair.value = 0;
      for (Index k = 0; k < pair.n * dims; ++k) {
        const float error = pair.x[k] - pair.y[k];
        // log cosh e without overflow: |e| + log(1 + e^(−2|e|)) − log 2
        pair.value += std::abs(error) + std::log1p(std::exp(-2 * std::abs(error))) - std::log(2.0f);
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

  const LogCoshLoss loss;
  std::printf("%s before training: %.4f\n", loss.name().c_str(), mean_loss(network, loss, examples, theta));
  train(network, loss, examples, {.epochs = 200}, theta);
  std::printf("%s after training:  %.4f\n", loss.name().c_str(), mean_loss(network, loss, examples, theta));
} catch (const Error& error) {
  std::fprintf(stderr, "custom_loss: %s\n", error.what());
  return 1;
}
