// Time of training on one thread, with Adam, γ = 1, in float.
//   epoch/LOSS/BATCH: an epoch on data of the shape of ECG200: 100 series, 58 steps in, 38 to forecast, 10 sigmoids
//   gru/BATCH: a step under the Euclidean loss, 20 steps in, 20 to forecast, 128 units in encoder and decoder
#include <benchmark/benchmark.h>

#include <limits>
#include <string>

#include "softwarp/core/parallel.hpp"
#include "softwarp/core/random.hpp"
#include "softwarp/loss/registry.hpp"
#include "softwarp/training/trainer.hpp"

using namespace softwarp;

namespace {

// Random walks: the time of a loss does not depend on the values.
Examples<float> walks(Index input, Index target, Index series) {
  Random random(1);
  Examples<float> examples{.input = Matrix<float>(input, series), .target = Matrix<float>(target, series)};
  for (Index b = 0; b < series; ++b) {
    double value = 0;
    for (Index t = 0; t < input + target; ++t) {
      value += 0.3 * random.normal();
      (t < input ? examples.input(t, b) : examples.target(t - input, b)) = static_cast<float>(value);
    }
  }
  return examples;
}

void epoch(benchmark::State& state, const NetworkSpec& layers, const LossSpec& spec, Index series, Index batch) {
  const Network<float> network(layers);
  const Examples<float> examples = walks(network.input().size(), network.output().size(), series);
  const auto loss = make_loss<float>(spec);
  Random random(2);
  Vector<float> theta = network.initial_parameters(random);
  TrainerOptions options{.epochs = 20, .batch_size = batch};

  // A check before timing: training must lower the loss.
  const double before = mean_loss(network, *loss, examples, theta);
  train(network, *loss, examples, options, theta);
  if (!(mean_loss(network, *loss, examples, theta) < before)) {
    state.SkipWithError("training does not lower the loss");
    return;
  }
  // One long training in which every epoch is an iteration; its first epoch, not timed, is the warm-up.
  struct Enough {};
  options.epochs = std::numeric_limits<Index>::max();
  TrainingHooks<float> hooks;
  hooks.on_epoch = [&](const EpochRecord&, const Training<float>&) {
    if (!state.KeepRunning()) throw Enough{};
  };
  try {
    train(network, *loss, examples, options, theta, hooks);
  } catch (const Enough&) {
  }
}

}  // namespace

int main(int argc, char** argv) {
  set_threads(1);
  const auto add = [](const std::string& name, const NetworkSpec& layers, const LossSpec& spec, Index series,
                      Index batch) {
    benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
      epoch(state, layers, spec, series, batch);
    })->Unit(benchmark::kMillisecond);
  };
  const LossSpec euclidean{"euclidean", {}}, soft_dtw{"softdtw", 1.0};
  const NetworkSpec perceptron = mlp({.input = {58}, .hidden = {10}, .outputs = 38});
  for (const LossSpec& spec : {euclidean, soft_dtw}) {
    for (const Index batch : {1, 10, 100}) {
      add("epoch/" + spec.name + "/" + std::to_string(batch), perceptron, spec, 100, batch);
    }
  }
  const NetworkSpec recurrent{.input = {20}, .layers = parse_layers("gru(units=128) -> gru_decoder(dims=1, steps=20)")};
  for (const Index batch : {1, 10, 100}) add("gru/" + std::to_string(batch), recurrent, euclidean, batch, batch);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
