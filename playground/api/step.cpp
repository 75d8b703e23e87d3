/// "One step": a training step of a small network with every number.
#include <optional>

#include "results.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/data/forecast_set.hpp"
#include "softwarp/data/synthetic.hpp"
#include "softwarp/loss/registry.hpp"
#include "softwarp/training/explained_step.hpp"

namespace softwarp::playground {
namespace {

constexpr Index kSteps = 8;  // as many as fit beside each other
constexpr double kSplitOfSteps = 0.6;
constexpr std::uint64_t kWeights = 1;  // the stream of random numbers, as in comparison/train_one.cpp

struct Bench {
  Examples<double> examples;
  Network<double> network;
  std::unique_ptr<Loss<double>> loss;
  std::unique_ptr<Optimizer<double>> optimizer;
  Vector<double> theta;
};

std::optional<Bench> bench;

// A built-in series as means of equally many steps each.
SeriesSet coarse(Index series) {
  SeriesSet set = builtin_data().train;
  if (series < 0 || series >= set.count())
    throw Error("series: expected 0 to " + std::to_string(set.count() - 1) + ", found " + std::to_string(series));
  Series one = set.series[static_cast<std::size_t>(series)];
  one.values = one.values.reshaped(one.values.cols() / kSteps, kSteps).colwise().mean().eval();
  set.series = {std::move(one)};
  return set;
}

Matrix<double> tensor(const Part& part, const Vector<double>& values) {
  const Index rows = part.shape.front();
  return values.reshaped(rows, values.size() / rows);
}

}  // namespace

/// Chooses series, network, loss and optimizer ("sgd" or "adam"), and draws the weights anew.
PLAYGROUND_API int playground_bench(int series, int hidden, const char* loss, const char* optimizer, double rate,
                                    int seed) {
  return call([&] {
    const SeriesSet set = coarse(series);
    const ForecastShape shape = forecast_shape(set, kSplitOfSteps);
    ForecastSet parts = cut(set, kSplitOfSteps, shape);
    Network<double> network(mlp({.input = {.steps = shape.input}, .hidden = {hidden}, .outputs = shape.target}));
    Random random(static_cast<std::uint64_t>(seed), kWeights);
    Vector<double> theta = network.initial_parameters(random);
    const bool adam = std::string_view(optimizer) == "adam";
    bench.emplace(
        Bench{{.input = std::move(parts.input), .target = std::move(parts.target)},
              std::move(network),
              make_loss<double>(parse_loss(loss)),
              make_optimizer<double>(
                  {.kind = adam ? OptimizerKind::adam : OptimizerKind::sgd, .learning_rate = rate, .momentum = 0}),
              std::move(theta)});
  });
}

/// Makes a step. Results: "x", "forecast", …; of layer k "k.name", "k.y", "k.dy"; of its parts "k.weight.before", ….
PLAYGROUND_API int playground_step() {
  return call([&] {
    if (!bench) throw Error("step: expected playground_bench() before it");
    const ExplainedStep step =
        explain_step(bench->network, *bench->loss, bench->examples, *bench->optimizer, bench->theta);
    give("x", step.x);
    give("forecast", step.forecast);
    give("target", step.target);
    give("value", step.value);
    give("dy", step.dy);
    give("gradient-norm", step.gradient_norm);
    give("value-after", step.value_after);
    for (std::size_t k = 0; k < step.layers.size(); ++k) {
      const ExplainedLayer& layer = step.layers[k];
      const std::string prefix = std::to_string(k) + '.';
      give_text(prefix + "name", layer.name);
      give(prefix + "y", layer.y);
      give(prefix + "dy", layer.dy);
      for (const ExplainedPart& part : layer.parts) {
        give(part.part.name + ".before", tensor(part.part, part.before));
        give(part.part.name + ".gradient", tensor(part.part, part.gradient));
        give(part.part.name + ".after", tensor(part.part, part.after));
      }
    }
  });
}

}  // namespace softwarp::playground
