#include "softwarp/comparison/comparison.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <span>
#include <utility>

#include "softwarp/comparison/gamma_choice.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/training/annealing.hpp"
#include "softwarp/training/hold_out.hpp"
#include "softwarp/training/prepared_set.hpp"

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

// Who hears of the epochs of a comparison; the name tells it from those within it that choose a γ.
template <class Real>
struct Listeners {
  const EpochsDone& on_epochs;
  Checkpoint<Real>* checkpoint;
  std::string name = {};
};

template <class Real>
class Comparer {
 public:
  Comparer(const TrainTest& data, const ComparisonOptions& options, const ForecastShape& shape,
           const Listeners<Real>& listeners)
      : options_(options),
        listeners_(listeners),
        known_(cut(data.train, options.split, shape)),
        test_(data.test, cut(data.test, options.split, shape), options.z_normalise),
        network_({.inputs = shape.input * data.train.dims,
                  .hidden = options.hidden,
                  .outputs = shape.target * data.train.dims,
                  .activation = options.activation}) {
    const auto prepare = [&](const SeriesSet& set, std::optional<PreparedSet<Real>>& prepared) {
      prepared.emplace(set, cut(set, options.split, shape), options.z_normalise);
    };
    if (options.validation > 0) {
      const TrainTest parts = hold_out(data.train, options.validation, options.seed);
      prepare(parts.train, train_);
      prepare(parts.test, validation_);
    } else {
      prepare(data.train, train_);
    }
    if (options.start) start_ = start_weights<Real>(*options.start, network_.shape(), shape, data.train.dims, options);
  }

  const NetworkShape& network_shape() const { return network_.shape(); }

  // Those of options.start, or random ones.
  Vector<Real> first_weights(const Run& run) const {
    if (start_) return *start_;
    Random random(seed_of(run), kWeightStream);
    return network_.initial_parameters(random);
  }

  // Trains θ in place under the run's loss.
  void train_run(Run& run, Vector<Real>& theta) const {
    const auto loss = make_loss<Real>(run.loss);
    TrainingSoFar<Real> so_far = begun(key_of(run, *loss), theta);
    if (!so_far.training.finished) go_on(run, *loss, so_far);
    const Training<Real>& training = so_far.training;
    run.epochs = training.epochs;
    run.best_epoch = training.best ? training.best->epoch : training.epochs;
    run.history = std::move(so_far.history);
    run.seconds = run.history.empty() ? 0 : run.history.back().seconds;
    run.train_loss = mean_loss(network_, *loss, train_->examples(), training.theta);
    if (validation_) run.validation = validate(*loss, training.theta);
    run.theta = theta = training.theta;
  }

  // What tells restarts of a run apart: less is better.
  double rank(const Run& run) const {
    return run.validation ? run.validation->of(options_.trainer.monitor) : run.train_loss;
  }

  void judge(Run& run) const {
    const auto& theta = std::get<Vector<Real>>(run.theta);
    run.train = train_->errors(network_, theta);
    run.test = test_.errors(network_, theta);
  }

  std::vector<Baseline> baselines() const {
    return {{"last value", evaluate(last_value_forecast(test_.raw()), test_.raw())},
            {"mean of training targets", evaluate(mean_target_forecast(known_, test_.raw().count()), test_.raw())}};
  }

 private:
  // Restarts have seeds of their own, far from those of other repeats.
  static std::uint64_t seed_of(const Run& run) { return run.seed + (static_cast<std::uint64_t>(run.restart) << 32); }

  std::string key_of(const Run& run, const Loss<Real>& loss) const {
    const std::string from = run.loss.first_gamma ? " from gamma " + to_text(*run.loss.first_gamma) : "";
    return listeners_.name + loss.name() + from + ", init " + to_text(run.init) + ", seed " + std::to_string(run.seed) +
           ", restart " + std::to_string(run.restart);
  }

  // The training as the checkpoint has it, or a fresh one.
  TrainingSoFar<Real> begun(const std::string& key, const Vector<Real>& theta) const {
    const TrainingSoFar<Real> fresh{.training = {.theta = theta}, .history = {}};
    if (listeners_.checkpoint == nullptr) return fresh;
    const auto found = listeners_.checkpoint->find(key);
    if (!found) return fresh;
    if (found->training.theta.size() != theta.size()) {
      throw Error("checkpoint: " + key + ": expected " + std::to_string(theta.size()) + " weights, found " +
                  std::to_string(found->training.theta.size()));
    }
    if (listeners_.on_epochs) listeners_.on_epochs(found->training.epochs);
    return *found;
  }

  void go_on(const Run& run, const Loss<Real>& loss, TrainingSoFar<Real>& so_far) const {
    using Clock = std::chrono::steady_clock;
    TrainerOptions trainer = options_.trainer;
    trainer.seed = seed_of(run);
    Checkpoint<Real>* const checkpoint = listeners_.checkpoint;
    const bool resumable = trainer.optimizer.has_value();  // L-BFGS is recorded when it is done
    const std::string key = key_of(run, loss);
    const double before = so_far.history.empty() ? 0 : so_far.history.back().seconds;
    const auto start = Clock::now();
    TrainingHooks<Real> hooks;
    if (validation_) hooks.validate = [&](const Vector<Real>& theta) { return validate(loss, theta); };
    hooks.on_epoch = [&](const EpochRecord& done, const Training<Real>& training) {
      EpochRecord record = done;
      record.seconds = before + std::chrono::duration<double>(Clock::now() - start).count();
      so_far.history.push_back(record);
      if (checkpoint != nullptr && resumable) checkpoint->epoch_done(key, record, training);
      if (listeners_.on_epochs) listeners_.on_epochs(1);
    };
    LossSchedule<Real> schedule = [&](Index) -> const Loss<Real>& { return loss; };
    std::optional<Annealing<Real>> annealing;
    if (run.loss.first_gamma) schedule = std::ref(annealing.emplace(run.loss, *run.loss.first_gamma, trainer.epochs));
    train<Real>(network_, schedule, train_->examples(), trainer, so_far.training, hooks);
    if (checkpoint != nullptr) checkpoint->training_done(key, so_far);
  }

  ValidationErrors validate(const Loss<Real>& loss, const Vector<Real>& theta) const {
    const Distances found = distances(validation_->forecast(network_, theta), validation_->raw());
    return {.loss = mean_loss(network_, loss, validation_->examples(), theta),
            .dtw = found.dtw,
            .euclidean = found.euclidean};
  }

  const ComparisonOptions& options_;
  const Listeners<Real>& listeners_;
  ForecastSet known_;  // all training series
  std::optional<PreparedSet<Real>> train_, validation_;
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

template <class Real>
Comparison compare_within(const TrainTest& data, const ComparisonOptions& options, const Listeners<Real>& listeners);

// Trains on a part of the training series under each candidate, and gives the runs their γ.
template <class Real>
void choose_gammas(const SeriesSet& train, const ComparisonOptions& options, const Listeners<Real>& listeners,
                   std::vector<Run>& runs) {
  const TrainTest parts = hold_out(train, kGammaShare, options.seed);
  const ForecastSet raw = cut(parts.train, options.split, forecast_shape(parts, options.split));
  const auto candidates = gamma_candidates((options.z_normalise ? z_normalised(raw) : raw).target);
  const Listeners<Real> within{listeners.on_epochs, listeners.checkpoint, "choice of gamma: "};
  const Comparison validation = compare_within<Real>(parts, validation_options(options, candidates), within);
  for (Run& run : runs) {
    if (!run.loss.chooses_gamma()) continue;
    run.gamma_choice = choose_gamma(run, validation, candidates, parts.test.count());
    run.loss.gamma = run.gamma_choice->gamma;
  }
}

// Every run as many times as it is restarted; a run's restarts stand together.
std::vector<Run> with_restarts(const std::vector<Run>& runs, Index restarts) {
  std::vector<Run> all;
  for (const Run& run : runs) {
    for (Index restart = 0; restart < restarts; ++restart) all.emplace_back(run).restart = restart;
  }
  return all;
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
  const Index trainings = (static_cast<Index>(planned_runs(options).size()) + extra) * options.restarts;
  const Index epochs = trainings * options.trainer.epochs;
  if (!chooses_gamma(options)) return epochs;
  return epochs + planned_epochs(validation_options(options, std::vector<double>(kGammaCandidates, 1)));
}

const Run& chosen_run(std::span<const Run> runs) {
  return *std::ranges::min_element(runs, {},
                                   [](const Run& run) { return run.validation ? run.validation->dtw : run.train.dtw; });
}

const Run& chosen_run(const Comparison& comparison) { return chosen_run(std::span(comparison.runs)); }

namespace {

template <class Real>
Comparison compare_within(const TrainTest& data, const ComparisonOptions& options, const Listeners<Real>& listeners) {
  Comparison result;
  result.shape = forecast_shape(data, options.split);
  std::vector<Run> planned = planned_runs(options);
  if (chooses_gamma(options)) choose_gammas<Real>(data.train, options, listeners, planned);
  const Comparer<Real> comparer(data, options, result.shape, listeners);
  result.network = comparer.network_shape();
  result.baselines = comparer.baselines();

  // First all that starts from random weights or a model's, the Euclidean networks among it; then what starts from those.
  std::vector<Run> runs = with_restarts(planned, options.restarts);
  std::vector<Run*> from_random, from_euclidean;
  for (Run& run : runs) (run.init == Init::euclidean ? from_euclidean : from_random).push_back(&run);
  std::vector<Run> unlisted;  // Euclidean networks that serve as a start alone
  if (needs_euclidean_start(options) && std::ranges::none_of(options.losses, is_euclidean)) {
    ComparisonOptions euclidean = options;
    euclidean.losses = {{LossSpec{.name = "euclidean"}}};
    unlisted = with_restarts(planned_runs(euclidean), options.restarts);
    for (Run& run : unlisted) from_random.push_back(&run);
  }

  std::map<std::pair<std::uint64_t, Index>, Vector<Real>> euclidean_weights;  // by seed and restart
  std::mutex euclidean_mutex;
  parallel_for(static_cast<Index>(from_random.size()), [&](Index k) {
    Run& run = *from_random[static_cast<std::size_t>(k)];
    Vector<Real> theta = comparer.first_weights(run);
    comparer.train_run(run, theta);
    if (!is_euclidean(run.loss)) return;
    const std::lock_guard lock(euclidean_mutex);
    euclidean_weights[{run.seed, run.restart}] = theta;
  });
  parallel_for(static_cast<Index>(from_euclidean.size()), [&](Index k) {
    Run& run = *from_euclidean[static_cast<std::size_t>(k)];
    Vector<Real> theta = euclidean_weights.at({run.seed, run.restart});
    comparer.train_run(run, theta);
  });

  for (std::size_t first = 0; first < runs.size(); first += static_cast<std::size_t>(options.restarts)) {
    const std::span<Run> restarts(runs.data() + first, static_cast<std::size_t>(options.restarts));
    result.runs.push_back(
        std::move(*std::ranges::min_element(restarts, {}, [&](const Run& run) { return comparer.rank(run); })));
  }
  parallel_for(static_cast<Index>(result.runs.size()),
               [&](Index k) { comparer.judge(result.runs[static_cast<std::size_t>(k)]); });
  return result;
}

}  // namespace

template <class Real>
Comparison compare(const TrainTest& data, const ComparisonOptions& options, const EpochsDone& on_epochs,
                   Checkpoint<Real>* checkpoint) {
  return compare_within<Real>(data, options, Listeners<Real>{on_epochs, checkpoint});
}

template Comparison compare<float>(const TrainTest&, const ComparisonOptions&, const EpochsDone&, Checkpoint<float>*);
template Comparison compare<double>(const TrainTest&, const ComparisonOptions&, const EpochsDone&, Checkpoint<double>*);

}  // namespace softwarp
