/// "Train": networks that learn under different losses, a few epochs at a time.
#include <map>
#include <optional>

#include "results.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/data/forecast_set.hpp"
#include "softwarp/data/synthetic.hpp"
#include "softwarp/loss/euclidean.hpp"
#include "softwarp/loss/registry.hpp"
#include "softwarp/loss/soft_dtw.hpp"
#include "softwarp/training/trainer.hpp"

namespace softwarp::playground {
namespace {

constexpr std::uint64_t kWeightStream = 1;  // of random numbers, as in comparison/train_one.cpp

// The share of a series that is input: that of the programs or, where there is one, of the data's authors.
double split_of(std::string_view data) { return data == "spikes" ? 0.5 : 0.6; }

struct Learner {
  std::unique_ptr<Loss<double>> loss;
  TrainerOptions options;
  Training<double> training;
};

// One data set and network for all learners.
struct Lesson {
  Examples<double> train, test;
  Network<double> network;
  std::map<std::string, Learner> learners = {};
};

std::optional<Lesson> lesson;

Lesson& started() {
  if (!lesson) throw Error("training: expected one that has been started, found none");
  return *lesson;
}

Learner& learner(const char* name) {
  const auto found = started().learners.find(name);
  if (found == started().learners.end()) throw Error(std::string("training: expected one that runs, found ") + name);
  return found->second;
}

Examples<double> examples_of(const SeriesSet& set, double split, const ForecastShape& shape) {
  ForecastSet parts = cut(set, split, shape);
  return {.input = std::move(parts.input), .target = std::move(parts.target)};
}

const Matrix<double>& forecasts(const Learner& of, const Matrix<double>& input, Workspace<double>& workspace) {
  return started().network.forward(of.training.theta, input, workspace);
}

}  // namespace

/// Chooses the data, "cbf" or "spikes", and the network; forgets all learners. Results: the training series and facts.
PLAYGROUND_API int playground_lesson(const char* name, int hidden) {
  return call([&] {
    const auto data = builtin_data(std::string_view(name));
    if (!data) throw Error(std::string("data: expected cbf or spikes, found ") + name);
    const double split = split_of(name);
    const ForecastShape shape = forecast_shape(*data, split);
    const NetworkSpec network = mlp({.input = {.steps = shape.input}, .hidden = {hidden}, .outputs = shape.target});
    lesson.emplace(Lesson{examples_of(data->train, split, shape), examples_of(data->test, split, shape),
                          Network<double>(network)});
    give("inputs", lesson->train.input);
    give("targets", lesson->train.target);
    give("series", static_cast<double>(lesson->train.count()));
    give("test-series", static_cast<double>(lesson->test.count()));
    give("parameters", static_cast<double>(lesson->network.parameters()));
  });
}

/// A learner by its name: a loss as reports spell it, trained by Adam on one series at a time.
PLAYGROUND_API int playground_learn(const char* name, const char* loss, double rate, int seed) {
  return call([&] {
    Random random(static_cast<std::uint64_t>(seed), kWeightStream);
    Learner fresh{.loss = make_loss<double>(parse_loss(loss)),
                  .options = {.optimizer = OptimizerOptions{.learning_rate = rate},
                              .epochs = 0,
                              .seed = static_cast<std::uint64_t>(seed)},
                  .training = {.theta = started().network.initial_parameters(random)}};
    started().learners.insert_or_assign(name, std::move(fresh));
  });
}

/// Trains on for some epochs. Results: the mean loss of each.
PLAYGROUND_API int playground_epochs(const char* name, int epochs) {
  return call([&] {
    Learner& of = learner(name);
    Matrix<double> losses(epochs, 1);
    of.options.epochs = of.training.epochs + epochs;
    const Index first = of.training.epochs + 1;
    const TrainingHooks<double> hooks{.on_epoch = [&](const EpochRecord& record, const Training<double>&) {
      losses(record.epoch - first) = record.loss;
    }};
    train<double>(
        started().network, [&](Index) -> const Loss<double>& { return *of.loss; }, started().train, of.options,
        of.training, hooks);
    give("losses", std::move(losses));
  });
}

/// Mean errors over the test series.
PLAYGROUND_API int playground_judge(const char* name) {
  return call([&] {
    Workspace<double> workspace;
    const Matrix<double>& forecast = forecasts(learner(name), started().test.input, workspace);
    give("dtw", DtwLoss<double>({}).mean({forecast}, {started().test.target}));
    give("euclidean", EuclideanLoss<double>().mean({forecast}, {started().test.target}));
  });
}

/// A test series, counted from 0, and its forecast by each learner.
PLAYGROUND_API int playground_forecasts(int series) {
  return call([&] {
    const Examples<double>& test = started().test;
    if (series < 0 || series >= test.count())
      throw Error("test series: expected 0 to " + std::to_string(test.count() - 1) + ", found " +
                  std::to_string(series));
    const Matrix<double> input = test.input.col(series);
    give("input", input);
    give("target", test.target.col(series));
    Workspace<double> workspace;
    for (const auto& [name, of] : started().learners) give(name, forecasts(of, input, workspace));
  });
}

}  // namespace softwarp::playground
