#include "softwarp/comparison/train_one.hpp"

#include <chrono>
#include <utility>

#include "softwarp/comparison/linear_network.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/training/annealing.hpp"

namespace softwarp {
namespace {

constexpr double kRidgeShare = 0.25;  // of what is learnt from, to choose a ridge on where nothing else is held out
constexpr std::uint64_t kWeightStream = 1;  // of random numbers; the trainer's order has its own

// Restarts have seeds of their own, far from those of the other runs.
std::uint64_t seed_of(const Run& run) { return run.seed + (static_cast<std::uint64_t>(run.restart) << 32); }

template <class Real>
std::string name_of(const LearningProblem<Real>& problem, const Setting& setting, const Run& run) {
  const std::string name = to_text(setting) + ", seed " + std::to_string(run.seed);
  return problem.options.restarts > 1 ? name + ", restart " + std::to_string(run.restart) : name;
}

// The training as the checkpoint has it, or a fresh one.
template <class Real>
TrainingSoFar<Real> resumed_or_new(const TrainingLog<Real>& log, const std::string& key, const std::string& name,
                                   Vector<Real> theta) {
  const auto found = log.checkpoint != nullptr ? log.checkpoint->find(key) : std::nullopt;
  if (!found) return {.training = {.theta = std::move(theta)}, .history = {}};
  if (log.on_epochs) log.on_epochs(found->training.epochs, name);
  return *found;
}

// Hooks that validate and keep the records that somebody needs, or the last; all that is given must outlive them.
template <class Real>
TrainingHooks<Real> hooks_for(const LearningProblem<Real>& problem, const Loss<Real>& loss, const std::string& key,
                              const std::string& name, const TrainingLog<Real>& log,
                              std::vector<EpochRecord>& history) {
  using Clock = std::chrono::steady_clock;
  TrainingHooks<Real> hooks;
  if (problem.validate)
    hooks.validate = [&](const Vector<Real>& theta) { return problem.validate->errors(problem.network, theta, loss); };
  const double before = history.empty() ? 0 : history.back().seconds;
  hooks.on_epoch = [&, before, start = Clock::now()](const EpochRecord& done, const Training<Real>& training) {
    if (!log.histories && log.checkpoint == nullptr) history.clear();
    EpochRecord& record = history.emplace_back(done);
    record.seconds = before + std::chrono::duration<double>(Clock::now() - start).count();
    const bool resumable = problem.options.trainer.optimizer.has_value();  // L-BFGS is recorded when it is done
    if (log.checkpoint != nullptr && resumable) log.checkpoint->epoch_done(key, record, training);
    if (log.on_epochs) log.on_epochs(1, name);
  };
  return hooks;
}

// The weights of a model, where it is one of the network that is to be trained.
template <class Real>
Vector<Real> start_weights(const Start& start, const NetworkSpec& network, const ForecastSource& source, Scale scale,
                           Base base) {
  const auto expect = [&](const std::string& expected, const std::string& found) {
    if (expected != found)
      throw Error(start.path + ": expected a model of " + expected + " to start from, found one of " + found);
  };
  const auto steps = [](const ForecastShape& of, Index dims, Index covariates) {
    return std::to_string(of.input) + " steps in, " + std::to_string(of.target) + " to forecast, dimension " +
           std::to_string(dims) + (covariates > 0 ? ", " + std::to_string(covariates) + " covariates" : "");
  };
  const auto prepared = [](Scale kind, Base corrected) {
    return "--scale " + to_text(kind) + " and --base " + to_text(corrected);
  };
  const Model& model = start.model;
  expect(steps(source.shape(), source.dims(), source.covariates()), steps(model.steps, model.dims, model.covariates));
  expect(to_text(network.layers), to_text(model.layers));
  expect(prepared(scale, base), prepared(model.preparation.scaling.kind, model.preparation.base()));
  const auto cast = [](const auto& saved) { return Vector<Real>(saved.template cast<Real>()); };
  Vector<Real> theta = std::visit(cast, model.theta);
  if (!theta.allFinite()) expect("weights that a float can hold", "larger ones");
  return theta;
}

}  // namespace

namespace {

NetworkSpec network_spec(const ComparisonOptions& options, SeriesShape input, SeriesShape output) {
  switch (options.network) {
    case NetworkKind::linear:
      return mlp({.input = input, .hidden = {}, .outputs = output.size(), .activation = {}});
    case NetworkKind::gru:
      return recurrent({.input = input, .units = options.hidden, .output = output});
    case NetworkKind::conv:
      return convolutional(
          {.input = input, .channels = options.hidden, .kernel = options.kernel, .outputs = output.size()});
    case NetworkKind::mlp:
      break;
  }
  return mlp({.input = input, .hidden = options.hidden, .outputs = output.size(), .activation = options.activation});
}

}  // namespace

template <class Real>
LearningProblem<Real> learning_problem(const ForecastSource& source, const ComparisonOptions& options) {
  const ForecastShape& shape = source.shape();
  const NetworkSpec network = network_spec(options, {.steps = shape.input, .dims = source.dims() + source.covariates()},
                                           {.steps = shape.target, .dims = source.dims()});
  HeldOutSources parts;
  if (options.validation > 0) parts = source.hold_out(options.validation, options.seed);
  const ForecastSource& learn = parts.learn ? *parts.learn : source;
  const FittedPreparation fitted =
      fit_preparation(options.scale, options.base, learn.take(sample_of(learn)), options.seed);
  Network<Real> made(network);
  PreparedSet<Real> examples(learn, made, fitted.preparation, fitted.base_forecasts);
  LearningProblem<Real> problem{.options = options,
                                .network = std::move(made),
                                .preparation = fitted.preparation,
                                .parts = std::move(parts),
                                .learn = std::move(examples),
                                .validate = {},
                                .start = {}};
  if (problem.parts.validate) problem.validate.emplace(*problem.parts.validate, problem.network, problem.preparation);
  if (options.start) problem.start = start_weights<Real>(*options.start, network, source, options.scale, options.base);
  return problem;
}

bool is_solved(const ComparisonOptions& options, const TrainingLoss& loss) {
  return options.network == NetworkKind::linear && loss.is_euclidean() && !options.start;
}

// The weights in closed form. It takes so little time that no checkpoint holds it.
template <class Real>
void solve(const LearningProblem<Real>& problem, const Loss<Real>& loss, const std::string& name,
           const TrainingLog<Real>& log, Run& run) {
  if (log.on_epochs) log.on_epochs(0, name);
  const auto start = std::chrono::steady_clock::now();
  const ForecastSource& learn = problem.learn.source();
  const HeldOutSources parts = [&] {
    try {
      return problem.validate ? HeldOutSources{} : learn.hold_out(kRidgeShare, run.seed);
    } catch (const Error& error) {
      throw UntrainableError(error.what());
    }
  }();
  const LinearFit fit = [&] {
    try {
      return problem.validate ? fit_linear(learn, problem.validate->source(), problem.preparation)
                              : fit_linear(*parts.learn, *parts.validate, problem.preparation);
    } catch (const Error& error) {
      throw UntrainableError(learn.name() + ": " + error.what() + "; the network mlp learns from targets with gaps");
    }
  }();
  const Vector<Real> theta = dense_weights<Real>(fit.regression);
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  run.train_loss = mean_loss(problem.network, loss, problem.learn, theta);
  if (problem.validate)
    run.validation = problem.validate->errors(problem.network, dense_weights<Real>(fit.of_learn), loss);
  run.theta = theta;
  if (log.on_epochs) log.on_epochs(problem.options.trainer.epochs, name);
}

std::string failure_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const NonFiniteError& error) {
    return error.what();
  } catch (const UntrainableError& error) {
    return error.what();
  }
  return "";
}

template <class Real>
Vector<Real> first_weights(const LearningProblem<Real>& problem, std::uint64_t seed) {
  if (problem.start) return *problem.start;
  Random random(seed, kWeightStream);
  Vector<Real> theta = problem.network.initial_parameters(random);
  // A network that corrects forecasts begins by leaving them as they are.
  if (problem.preparation.kernel) theta.tail(problem.network.layers().back()->linear_parameters()).setZero();
  return theta;
}

template <class Real>
void train_one(const LearningProblem<Real>& problem, const Setting& setting, const Weights* euclidean,
               const std::string& key, const TrainingLog<Real>& log, Run& run) {
  const auto loss = make_loss<Real>(setting.loss);
  const std::string name = name_of(problem, setting, run);
  if (is_solved(problem.options, setting.loss)) return solve(problem, *loss, name, log, run);
  auto [training, history] = resumed_or_new(
      log, key, name, euclidean != nullptr ? std::get<Vector<Real>>(*euclidean) : first_weights(problem, seed_of(run)));
  if (!training.finished) {
    TrainerOptions options = problem.options.trainer;
    options.seed = seed_of(run);
    LossSchedule<Real> schedule = [&](Index) -> const Loss<Real>& { return *loss; };
    std::optional<Annealing<Real>> annealing;
    if (const auto first = setting.loss.first_gamma)
      schedule = std::ref(annealing.emplace(setting.loss, *first, options.epochs));
    train<Real>(problem.network, schedule, problem.learn, options, training,
                hooks_for(problem, *loss, key, name, log, history));
    if (log.checkpoint != nullptr) log.checkpoint->training_done(key, {training, history});
  }
  run.epochs = training.epochs;
  run.best_epoch = training.best ? training.best->epoch : training.epochs;
  run.seconds = history.empty() ? 0 : history.back().seconds;
  run.train_loss = mean_loss(problem.network, *loss, problem.learn, training.theta);
  if (problem.validate) run.validation = problem.validate->errors(problem.network, training.theta, *loss);
  if (log.histories) run.history = std::move(history);
  run.theta = std::move(training.theta);
}

#define SOFTWARP_INSTANTIATE(Real)                                                                                \
  template LearningProblem<Real> learning_problem<Real>(const ForecastSource&, const ComparisonOptions&);         \
  template Vector<Real> first_weights<Real>(const LearningProblem<Real>&, std::uint64_t);                         \
  template void train_one<Real>(const LearningProblem<Real>&, const Setting&, const Weights*, const std::string&, \
                                const TrainingLog<Real>&, Run&);
SOFTWARP_INSTANTIATE(float)
SOFTWARP_INSTANTIATE(double)
#undef SOFTWARP_INSTANTIATE

}  // namespace softwarp
