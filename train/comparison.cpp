#include "comparison.hpp"

#include <algorithm>
#include <chrono>

#include "core/error.hpp"
#include "core/parallel.hpp"

namespace softwarp {
namespace {

constexpr std::uint64_t kWeightStream = 1;  // of random numbers; the trainer's order has its own

bool is_euclidean(const LossSpec& loss) { return loss.name == "euclidean"; }

// A set ready for a network, and how to judge the network's forecasts.
template <class Real>
struct PreparedSet {
  ForecastSet raw;
  bool z_normalise;
  Examples<Real> examples;

  PreparedSet(const SeriesSet& set, const ForecastShape& shape, const ComparisonOptions& options)
      : raw(cut(set, options.split, shape)), z_normalise(options.z_normalise) {
    const ForecastSet& seen = z_normalise ? z_normalised(raw) : raw;
    examples = {
        .input = seen.input.template cast<Real>(), .target = seen.target.template cast<Real>(), .dims = raw.dims};
    for (Index i = 0; i < raw.count(); ++i) {
      if (examples.input.col(i).allFinite() && !examples.target.col(i).array().isInf().any()) continue;
      throw Error(set.where(i) + ": expected values that a " + (sizeof(Real) == sizeof(float) ? "float" : "double") +
                  " can hold, found larger ones; see --precision");
    }
  }

  ForecastErrors errors(const Network<Real>& network, const Vector<Real>& theta) const {
    Workspace<Real> workspace;
    Matrix<double> forecast = network.forward(theta, examples.input, workspace).template cast<double>();
    if (z_normalise) undo_z_normalisation(raw, forecast);
    return evaluate(forecast, raw);
  }
};

template <class Real>
class Comparer {
 public:
  Comparer(const TrainTest& data, const ComparisonOptions& options, const ForecastShape& shape,
           const std::function<void()>& on_epoch)
      : options_(options),
        on_epoch_(on_epoch),
        train_(data.train, shape, options),
        test_(data.test, shape, options),
        network_({.inputs = shape.input * data.train.dims,
                  .hidden = options.hidden,
                  .outputs = shape.target * data.train.dims,
                  .activation = options.activation}) {}

  Vector<Real> random_weights(std::uint64_t seed) const {
    Random random(seed, kWeightStream);
    return network_.initial_parameters(random);
  }

  // Trains θ in place under the run's loss and fills in the run's results.
  void train_run(Run& run, Vector<Real>& theta) const {
    TrainerOptions trainer = options_.trainer;
    trainer.seed = run.seed;
    const auto loss = make_loss<Real>(run.loss);
    const auto start = std::chrono::steady_clock::now();
    Index epochs = 0;
    train(network_, *loss, train_.examples, trainer, theta, [&](Index epoch) {
      epochs = epoch;
      if (on_epoch_) on_epoch_();
    });
    run.epochs = epochs;
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    run.train_loss = mean_loss(network_, *loss, train_.examples, theta);
    run.test = test_.errors(network_, theta);
  }

  std::vector<Baseline> baselines() const {
    return {{"last value", evaluate(last_value_forecast(test_.raw), test_.raw)},
            {"mean of training targets", evaluate(mean_target_forecast(train_.raw, test_.raw.count()), test_.raw)}};
  }

 private:
  const ComparisonOptions& options_;
  const std::function<void()>& on_epoch_;
  PreparedSet<Real> train_;
  PreparedSet<Real> test_;
  Network<Real> network_;
};

bool needs_euclidean_start(const ComparisonOptions& options) {
  const bool euclidean_init = std::ranges::find(options.inits, Init::euclidean) != options.inits.end();
  return euclidean_init && !std::ranges::all_of(options.losses, is_euclidean);
}

}  // namespace

std::string to_text(Init init) { return init == Init::random ? "random" : "euclidean"; }

std::vector<Run> planned_runs(const ComparisonOptions& options) {
  std::vector<Run> runs;
  for (const LossSpec& loss : options.losses) {
    const std::vector<Init> inits = is_euclidean(loss) ? std::vector{Init::random} : options.inits;
    for (const Init init : inits) {
      for (Index repeat = 0; repeat < options.repeats; ++repeat) {
        Run& run = runs.emplace_back();
        run.loss = loss;
        run.init = init;
        run.seed = options.seed + static_cast<std::uint64_t>(repeat);
      }
    }
  }
  return runs;
}

Index planned_epochs(const ComparisonOptions& options) {
  const bool listed = std::ranges::any_of(options.losses, is_euclidean);
  const Index extra = needs_euclidean_start(options) && !listed ? options.repeats : 0;
  return (static_cast<Index>(planned_runs(options).size()) + extra) * options.trainer.epochs;
}

template <class Real>
Comparison compare(const TrainTest& data, const ComparisonOptions& options, const std::function<void()>& on_epoch) {
  Comparison result{.shape = forecast_shape(data, options.split), .runs = planned_runs(options), .baselines = {}};
  const Comparer<Real> comparer(data, options, result.shape, on_epoch);
  result.baselines = comparer.baselines();

  // First all that starts from random weights, the Euclidean networks among it; then what starts from those.
  std::vector<Run*> from_random, from_euclidean;
  for (Run& run : result.runs) (run.init == Init::random ? from_random : from_euclidean).push_back(&run);
  std::vector<Run> unlisted;  // Euclidean networks that serve as a start alone
  if (needs_euclidean_start(options) && std::ranges::none_of(options.losses, is_euclidean)) {
    ComparisonOptions euclidean = options;
    euclidean.losses = {{.name = "euclidean", .gamma = {}}};
    unlisted = planned_runs(euclidean);
    for (Run& run : unlisted) from_random.push_back(&run);
  }

  std::vector<Vector<Real>> euclidean_weights(static_cast<std::size_t>(options.repeats));
  parallel_for(static_cast<Index>(from_random.size()), [&](Index k) {
    Run& run = *from_random[static_cast<std::size_t>(k)];
    Vector<Real> theta = comparer.random_weights(run.seed);
    comparer.train_run(run, theta);
    if (is_euclidean(run.loss)) euclidean_weights[run.seed - options.seed] = theta;
  });
  parallel_for(static_cast<Index>(from_euclidean.size()), [&](Index k) {
    Run& run = *from_euclidean[static_cast<std::size_t>(k)];
    Vector<Real> theta = euclidean_weights[run.seed - options.seed];
    comparer.train_run(run, theta);
  });
  return result;
}

template Comparison compare<float>(const TrainTest&, const ComparisonOptions&, const std::function<void()>&);
template Comparison compare<double>(const TrainTest&, const ComparisonOptions&, const std::function<void()>&);

}  // namespace softwarp
