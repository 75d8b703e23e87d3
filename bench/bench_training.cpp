// Time of one training epoch on data of the shape of ECG200: 100 series, 58 steps in, 38 to forecast, 10 sigmoid units,
// Adam, γ = 1, one thread, float. Cases: epoch/LOSS/BATCH.
#include <benchmark/benchmark.h>

#include <limits>
#include <string>

#include "softwarp/core/parallel.hpp"
#include "softwarp/core/random.hpp"
#include "softwarp/loss/registry.hpp"
#include "softwarp/training/trainer.hpp"

using namespace softwarp;

namespace {

constexpr Index kSeries = 100, kInput = 58, kTarget = 38;

// Random walks: the time of a loss does not depend on the values.
Examples<float> walks() {
  Random random(1);
  Examples<float> examples{.input = Matrix<float>(kInput, kSeries), .target = Matrix<float>(kTarget, kSeries)};
  for (Index b = 0; b < kSeries; ++b) {
    double value = 0;
    for (Index t = 0; t < kInput + kTarget; ++t) {
      value += 0.3 * random.normal();
      (t < kInput ? examples.input(t, b) : examples.target(t - kInput, b)) = static_cast<float>(value);
    }
  }
  return examples;
}

void epoch(benchmark::State& state, const LossSpec& spec, Index batch) {
  const Examples<float> examples = walks();
  const Network<float> network(mlp({.input = {kInput}, .hidden = {10}, .outputs = kTarget}));
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
  for (const LossSpec& spec : {LossSpec{"euclidean", {}}, LossSpec{"softdtw", 1.0}}) {
    for (const Index batch : {1, 10, 100}) {
      const std::string name = "epoch/" + spec.name + "/" + std::to_string(batch);
      benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
        epoch(state, spec, batch);
      })->Unit(benchmark::kMillisecond);
    }
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
