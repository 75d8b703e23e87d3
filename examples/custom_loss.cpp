/// A loss of your own: value and gradient of one pair at a time. Missing steps, batches and the mean are done for you.
#include <cmath>
#include <cstdio>

#include "core/random.hpp"
#include "data/forecast_set.hpp"
#include "data/synthetic.hpp"
#include "loss/loss.hpp"
#include "trainer.hpp"

using namespace softwarp;

/// Log-cosh of the error: like a square near zero, like a distance far off, so that outliers pull less.
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

int main() {
  const TrainTest data = builtin_data();
  const ForecastSet set = cut(data.train, 0.6, forecast_shape(data, 0.6));
  const Examples<float> examples{.input = set.input.cast<float>(), .target = set.target.cast<float>()};

  const Network<float> network({.inputs = set.input.rows(), .hidden = {10}, .outputs = set.target.rows()});
  Random random(/*seed=*/0);
  Vector<float> theta = network.initial_parameters(random);

  const LogCoshLoss loss;
  std::printf("%s before training: %.4f\n", loss.name().c_str(), mean_loss(network, loss, examples, theta));
  train(network, loss, examples, {.epochs = 200}, theta);
  std::printf("%s after training:  %.4f\n", loss.name().c_str(), mean_loss(network, loss, examples, theta));
}
