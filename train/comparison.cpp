#include "comparison.hpp"

#include <algorithm>
#include <chrono>

#include "annealing.hpp"
#include "core/error.hpp"
#include "core/parallel.hpp"
#include "gamma_choice.hpp"
#include "prepared_set.hpp"

namespace softwarp {
namespace {

constexpr std::uint64_t kWeightStream = 1;  // of random numbers; the trainer's order has its own

bool is_euclidean(const LossSpec& loss) { return loss.name == "euclidean"; }

// The start's weights, where they fit what is to be trained.
template <class Real>
Vector<Real> start_weights(const Start& start, const NetworkShape& network, const ForecastShape& shape, Index dims,
                           const ComparisonOptions& options) {
  const Model& model = start.model;
  const auto refuse = [&](const std::string& expected, const std::string& found) {
    throw Error(start.path + ": expected a model of " + expected + " to start from, found one of " + found);
  };
  const auto steps = [](const ForecastShape& of, Index of_dims) {
    return std::to_string(of.input) + " steps in, " + std::to_string(of.target) + " to forecast, dimension " +
           std::to_string(of_dims);
  };
  if (steps(model.steps, model.dims) != steps(shape, dims)) refuse(steps(shape, dims), steps(model.steps, model.dims));
  if (in_words(model.network) != in_words(network)) refuse(in_words(network), in_words(model.network));
  const auto normalised = [](bool yes) { return std::string(yes ? "z-normalised series" : "series as they are"); };
  if (model.z_normalise != options.z_normalise) refuse(normalised(options.z_normalise), normalised(model.z_normalise));
  Vector<Real> theta =
      std::visit([](const auto& saved) { return Vector<Real>(saved.template cast<Real>()); }, model.theta);
  if (!theta.allFinite()) refuse("weights that a float can hold", "larger ones");
  return theta;
}

template <class Real>
class Comparer {
 public:
  Comparer(const TrainTest& data, const ComparisonOptions& options, const ForecastShape& shape,
           const std::function<void()>& on_epoch)
      : options_(options),
        on_epoch_(on_epoch),
        train_(data.train, cut(data.train, options.split, shape), options.z_normalise),
        test_(data.test, cut(data.test, options.split, shape), options.z_normalise),
        network_({.inputs = shape.input * data.train.dims,
                  .hidden = options.hidden,
                  .outputs = shape.target * data.train.dims,
                  .activation = options.activation}) {
    if (options.start) start_ = start_weights<Real>(*options.start, network_.shape(), shape, data.train.dims, options);
  }

  const NetworkShape& network_shape() const { return network_.shape(); }

  // Those of options.start, or random ones.
  Vector<Real> first_weights(std::uint64_t seed) const {
    if (start_) return *start_;
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
    const EpochCallback on_epoch = [&](Index epoch) {
      epochs = epoch;
      if (on_epoch_) on_epoch_();
    };
    if (run.loss.first_gamma) {
      Annealing<Real> annealing(run.loss, *run.loss.first_gamma, trainer.epochs);
      train<Real>(network_, LossSchedule<Real>(std::ref(annealing)), train_.examples(), trainer, theta, on_epoch);
    } else {
      train(network_, *loss, train_.examples(), trainer, theta, on_epoch);
    }
    run.epochs = epochs;
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    run.train_loss = mean_loss(network_, *loss, train_.examples(), theta);
    run.train = train_.errors(network_, theta);
    run.test = test_.errors(network_, theta);
    run.theta = theta;
  }

  std::vector<Baseline> baselines() const {
    return {
        {"last value", evaluate(last_value_forecast(test_.raw()), test_.raw())},
        {"mean of training targets", evaluate(mean_target_forecast(train_.raw(), test_.raw().count()), test_.raw())}};
  }

 private:
  const ComparisonOptions& options_;
  const std::function<void()>& on_epoch_;
  PreparedSet<Real> train_;
  PreparedSet<Real> test_;
  Network<Real> network_;
  std::optional<Vector<Real>> start_;
};

bool needs_euclidean_start(const ComparisonOptions& options) {
  if (options.start) return false;
  const bool euclidean_init = std::ranges::find(options.inits, Init::euclidean) != options.inits.end();
  return euclidean_init && !std::ranges::all_of(options.losses, is_euclidean);
}

bool chooses_gamma(const ComparisonOptions& options) {
  return std::ranges::any_of(options.losses, &TrainingLoss::chooses_gamma);
}

// Trains on a part of the training series under each candidate, and gives the runs their γ.
template <class Real>
void choose_gammas(const SeriesSet& train, const ComparisonOptions& options, const std::function<void()>& on_epoch,
                   std::vector<Run>& runs) {
  const TrainTest parts = validation_split(train, options.seed);
  const ForecastSet raw = cut(parts.train, options.split, forecast_shape(parts, options.split));
  const auto candidates = gamma_candidates((options.z_normalise ? z_normalised(raw) : raw).target);
  const Comparison validation = compare<Real>(parts, validation_options(options, candidates), on_epoch);
  for (Run& run : runs) {
    if (!run.loss.chooses_gamma()) continue;
    run.gamma_choice = choose_gamma(run, validation, candidates, parts.test.count());
    run.loss.gamma = run.gamma_choice->gamma;
  }
}

}  // namespace

std::string to_text(Init init) {
  if (init == Init::model) return "model";
  return init == Init::random ? "random" : "euclidean";
}

std::vector<Run> planned_runs(const ComparisonOptions& options) {
  std::vector<Run> runs;
  for (const TrainingLoss& loss : options.losses) {
    const std::vector<Init> own{options.start ? Init::model : Init::random};
    const std::vector<Init>& inits = is_euclidean(loss) || options.start ? own : options.inits;
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
  const Index epochs = (static_cast<Index>(planned_runs(options).size()) + extra) * options.trainer.epochs;
  if (!chooses_gamma(options)) return epochs;
  return epochs + planned_epochs(validation_options(options, std::vector<double>(kGammaCandidates, 1)));
}

const Run& chosen_run(const Comparison& comparison) {
  return *std::ranges::min_element(comparison.runs, {}, [](const Run& run) { return run.train.dtw; });
}

template <class Real>
Comparison compare(const TrainTest& data, const ComparisonOptions& options, const std::function<void()>& on_epoch) {
  Comparison result;
  result.shape = forecast_shape(data, options.split);
  result.runs = planned_runs(options);
  if (chooses_gamma(options)) choose_gammas<Real>(data.train, options, on_epoch, result.runs);
  const Comparer<Real> comparer(data, options, result.shape, on_epoch);
  result.network = comparer.network_shape();
  result.baselines = comparer.baselines();

  // First all that starts from random weights or a model's, the Euclidean networks among it; then what starts from those.
  std::vector<Run*> from_random, from_euclidean;
  for (Run& run : result.runs) (run.init == Init::euclidean ? from_euclidean : from_random).push_back(&run);
  std::vector<Run> unlisted;  // Euclidean networks that serve as a start alone
  if (needs_euclidean_start(options) && std::ranges::none_of(options.losses, is_euclidean)) {
    ComparisonOptions euclidean = options;
    euclidean.losses = {{LossSpec{.name = "euclidean"}}};
    unlisted = planned_runs(euclidean);
    for (Run& run : unlisted) from_random.push_back(&run);
  }

  std::vector<Vector<Real>> euclidean_weights(static_cast<std::size_t>(options.repeats));
  parallel_for(static_cast<Index>(from_random.size()), [&](Index k) {
    Run& run = *from_random[static_cast<std::size_t>(k)];
    Vector<Real> theta = comparer.first_weights(run.seed);
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
