// Uses something of every installed library.
#include <cmath>
#include <cstdio>
#include <softwarp/alignment/expected_alignment.hpp>
#include <softwarp/averaging/euclidean_mean.hpp>
#include <softwarp/averaging/one_to_all.hpp>
#include <softwarp/comparison/comparison.hpp>
#include <softwarp/core/version.hpp>
#include <softwarp/data/forecast_set.hpp>
#include <softwarp/data/synthetic.hpp>
#include <softwarp/loss/registry.hpp>
#include <softwarp/model/model_file.hpp>
#include <softwarp/nn/network.hpp>
#include <softwarp/optim/minimize.hpp>
#include <softwarp/soft_dtw.hpp>
#include <softwarp/training/trainer.hpp>
#include <vector>

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

  // Two series that mirror each other: their mean is zero, as far from one as from the other.
  Matrix<double> mirrored(2, 2);
  mirrored << 1, -1, -2, 2;
  const Vector<double> average = euclidean_mean<double>({mirrored}, Vector<double>::Constant(2, 0.5), 2);
  const Vector<double> distances = one_to_all<double>(*make_loss<double>({.name = "euclidean"}), average, {mirrored});
  const bool centred = average.isZero() && distances[0] == distances[1];

  const Model model{.layers = network.spec().layers,
                    .steps = {.input = set.input.rows(), .target = set.target.rows()},
                    .theta = theta};
  const bool kept = std::get<Vector<double>>(parse_model(write_model(model), "model").theta) == theta;
  const bool planned = planned_epochs({.losses = {{{.name = "euclidean"}}}}) > 0;
  const double plain = soft_dtw(std::vector<double>{0, 1}, std::vector<double>{0, 1}, /*gamma=*/0);

  std::printf("softwarp %s: %.3f, then %.3f\n", kVersion, before, after);
  return after < before && tdi > 0 && x.norm() < 1e-6 && centred && kept && planned && plain == 0 ? 0 : 1;
}
