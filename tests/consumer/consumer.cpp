// Uses one header of every installed library.
#include <cstdio>

#include "softwarp/alignment/expected_alignment.hpp"
#include "softwarp/core/version.hpp"
#include "softwarp/data/forecast_set.hpp"
#include "softwarp/data/synthetic.hpp"
#include "softwarp/loss/registry.hpp"
#include "softwarp/nn/network.hpp"
#include "softwarp/optim/minimize.hpp"
#include "softwarp/training/trainer.hpp"

using namespace softwarp;

int main() {
  const TrainTest data = builtin_data();
  const ForecastSet set = cut(data.train, 0.6, forecast_shape(data, 0.6));
  const Examples<double> examples{.input = set.input, .target = set.target};
  const Network<double> network(mlp({.input = {set.input.rows()}, .hidden = {5}, .outputs = set.target.rows()}));
  Random random(/*seed=*/0);
  Vector<double> theta = network.initial_parameters(random);
  const auto loss = make_loss<double>({.name = "softdtw-divergence", .gamma = 0.1});
  const double before = mean_loss(network, *loss, examples, theta);
  train(network, *loss, examples, {.epochs = 3, .batch_size = 10}, theta);
  const double after = mean_loss(network, *loss, examples, theta);
  const double tdi = temporal_distortion(set.target.col(0), set.target.col(1));

  Vector<double> x = Vector<double>::Ones(2);
  minimize([](const Vector<double>& at, Vector<double>& g) { return g = 2 * at, at.squaredNorm(); }, x, {});
  std::printf("softwarp %s: %.3f, then %.3f\n", kVersion, before, after);
  return after < before && tdi > 0 && x.norm() < 1e-6 ? 0 : 1;
}
