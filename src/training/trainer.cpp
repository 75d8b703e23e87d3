#include "softwarp/training/trainer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/core/random.hpp"
#include "softwarp/optim/minimize.hpp"

namespace softwarp {
namespace {

constexpr std::uint64_t kOrderStream = 2;  // of random numbers; stream 1 draws the weights
// Each epoch has its own, so that a training may resume.
constexpr std::uint64_t teaching_stream(Index epoch) { return 3 + (static_cast<std::uint64_t>(epoch) << 8); }

// The mean loss of a batch as a function of θ.
template <class Real>
struct BatchObjective {
  const Network<Real>& network;
  const Loss<Real>* loss;  // of the current epoch
  const std::function<void()>& on_step;
  double taught = 0;  // share of the steps
  Random teaching{0};
  Workspace<Real> workspace = {};
  Matrix<Real> corrected = {}, dy = {}, truth = {};

  // The whole lesson: forecast, judge, and carry dy = ∂L/∂ŷ back to the weights. Returns L and leaves ∂L/∂θ in g.
  double gradient(const Vector<Real>& theta, const Examples<Real>& batch, Vector<Real>& g) {
    if (on_step) on_step();
    if (taught > 0) draw_truth(batch);
    const ConstMatrixRef<Real> told(truth);
    const Matrix<Real>& forecast =
        forecast_examples(network, theta, batch, workspace, corrected, taught > 0 ? &told : nullptr);
    dy.resizeLike(forecast);
    const double value = loss->mean({forecast, batch.dims}, {batch.target, batch.dims}, dy);
    network.backward(theta, batch.input, dy, workspace, g);
    return value;
  }

  // What the network's output ought to be, in the steps that are taught.
  void draw_truth(const Examples<Real>& batch) {
    truth = batch.target;
    if (batch.base.size() > 0) truth -= batch.base;
    for (Index b = 0; b < truth.cols(); ++b) {
      for (Index row = 0; row < truth.rows(); row += batch.dims) {
        if (teaching.uniform() >= taught)
          truth.col(b).segment(row, batch.dims).setConstant(std::numeric_limits<Real>::quiet_NaN());
      }
    }
  }
};

template <class Real>
bool has_patience(const TrainerOptions& options, const Training<Real>& training) {
  return !options.patience || !training.best || training.epochs - training.best->epoch < *options.patience;
}

// Judges θ, remembers the best, tells the hooks.
template <class Real>
void end_epoch(EpochRecord record, const TrainerOptions& options, const TrainingHooks<Real>& hooks,
               Training<Real>& training) {
  if (!training.theta.allFinite()) throw NonFiniteError("expected finite weights, found others");
  if (hooks.validate) {
    record.validation = hooks.validate(training.theta);
    const double error = record.validation->of(options.monitor);
    if (!training.best || error < training.best->error)
      training.best = BestEpoch<Real>{.epoch = record.epoch, .error = error, .theta = training.theta};
  }
  training.epochs = record.epoch;
  if (hooks.on_epoch) hooks.on_epoch(record, training);
}

template <class Real>
void train_in_batches(BatchObjective<Real>& objective, const LossSchedule<Real>& schedule,
                      const ExampleSource<Real>& examples, const TrainerOptions& options,
                      const TrainingHooks<Real>& hooks, Training<Real>& training) {
  const auto count = static_cast<double>(examples.count()), epochs = static_cast<double>(options.epochs);
  OptimizerOptions of_step = *options.optimizer;
  of_step.weight_decay /= std::ceil(count / static_cast<double>(options.batch_size));
  const auto optimizer = make_optimizer<Real>(of_step);
  optimizer->restore(training.optimizer);
  // Each order follows from the one before. To resume, all shuffles are repeated, which costs next to nothing and saves
  // keeping the state of the random numbers.
  Random random(options.seed, kOrderStream);
  std::vector<Index> order(static_cast<std::size_t>(examples.count()));
  std::iota(order.begin(), order.end(), Index{0});
  for (Index done = 0; done < training.epochs; ++done) {
    if (options.on_step) options.on_step();
    random.shuffle(order);
  }
  Examples<Real> batch{.input = {}, .target = {}};
  Vector<Real> g;
  while (training.epochs < options.epochs && has_patience(options, training)) {
    EpochRecord record{.epoch = training.epochs + 1};
    objective.loss = &schedule(record.epoch);
    objective.taught = options.teacher.at(record.epoch, options.epochs);
    if (objective.taught > 0) objective.teaching = Random(options.seed, teaching_stream(record.epoch));
    random.shuffle(order);
    double steps = 0;
    for (Index start = 0; start < examples.count(); start += options.batch_size) {
      const Index size = std::min(options.batch_size, examples.count() - start);
      examples.take(std::span(order).subspan(static_cast<std::size_t>(start), static_cast<std::size_t>(size)), batch);
      const double value = objective.gradient(training.theta, batch, g);
      const auto norm = static_cast<double>(g.norm());
      if (options.clip && norm > *options.clip) g *= static_cast<Real>(*options.clip / norm);
      const auto share = static_cast<double>(size) / count;
      const double moment = static_cast<double>(record.epoch - 1) + static_cast<double>(start) / count + share / 2;
      const double factor = rate_factor(options.schedule, moment, epochs);
      optimizer->step(training.theta, g, factor);
      record.loss += value * share;
      record.gradient_norm += norm;
      record.rate = factor * options.optimizer->learning_rate;
      ++steps;
    }
    record.gradient_norm /= steps;
    training.optimizer = optimizer->state();
    end_epoch(record, options, hooks, training);
  }
}

template <class Real>
void train_at_once(BatchObjective<Real>& objective, const ExampleSource<Real>& examples, const TrainerOptions& options,
                   const TrainingHooks<Real>& hooks, Training<Real>& training) {
  Vector<Real> theta_real, g_real;
  const Objective of_all = [&](const Vector<double>& at, Vector<double>& g) {
    theta_real = at.template cast<Real>();
    double value = 0;
    g.setZero(at.size());
    each_block(examples, [&](Index, const Examples<Real>& block, double share) {
      value += share * objective.gradient(theta_real, block, g_real);
      g += share * g_real.template cast<double>();
    });
    return value;
  };
  const auto on_iteration = [&](const Iterate& iterate) {
    training.theta = iterate.theta.template cast<Real>();
    end_epoch({.epoch = iterate.iteration, .loss = iterate.value, .gradient_norm = iterate.gradient_norm}, options,
              hooks, training);
    return has_patience(options, training);
  };
  training.epochs = 0;
  Vector<double> at = training.theta.template cast<double>();
  minimize(of_all, at, {.iterations = static_cast<int>(options.epochs), .on_iteration = on_iteration});
  training.theta = at.template cast<Real>();
}

}  // namespace

std::string to_text(Monitor monitor) {
  if (monitor == Monitor::loss) return "loss";
  return monitor == Monitor::dtw ? "dtw" : "euclidean";
}

double TeacherForcing::at(Index epoch, Index epochs) const {
  const double done = epochs > 1 ? static_cast<double>(epoch - 1) / static_cast<double>(epochs - 1) : 0;
  return first + (last - first) * done;
}

double ValidationErrors::of(Monitor monitor) const {
  if (monitor == Monitor::loss) return loss;
  return monitor == Monitor::dtw ? dtw : euclidean;
}

template <class Real>
void train(const Network<Real>& network, const LossSchedule<Real>& schedule, const ExampleSource<Real>& examples,
           const TrainerOptions& options, Training<Real>& training, const TrainingHooks<Real>& hooks) {
  const Index first = options.optimizer ? training.epochs + 1 : options.epochs;
  BatchObjective<Real> objective{.network = network, .loss = &schedule(first), .on_step = options.on_step};
  const auto in_this_epoch = [&](const Error& error) {
    return "training with " + objective.loss->name() + ", epoch " + std::to_string(training.epochs + 1) + ": " +
           error.what();
  };
  try {
    if (options.optimizer) {
      train_in_batches(objective, schedule, examples, options, hooks, training);
    } else {
      train_at_once(objective, examples, options, hooks, training);
    }
  } catch (const NonFiniteError& error) {
    throw NonFiniteError(in_this_epoch(error) + "; " + (options.optimizer ? "a smaller learning rate or " : "") +
                         "scaled series may help");
  } catch (const Error& error) {
    throw Error(in_this_epoch(error));
  }
  if (training.best) training.theta = training.best->theta;
  training.finished = true;
}

template <class Real>
void train(const Network<Real>& network, const Loss<Real>& loss, const Examples<Real>& examples,
           const TrainerOptions& options, Vector<Real>& theta, const TrainingHooks<Real>& hooks) {
  const LossSchedule<Real> always = [&](Index) -> const Loss<Real>& { return loss; };
  Training<Real> training{.theta = theta};
  train(network, always, examples, options, training, hooks);
  theta = std::move(training.theta);
}

template <class Real>
const Matrix<Real>& forecast_examples(const Network<Real>& network, const Vector<Real>& theta,
                                      const Examples<Real>& examples, Workspace<Real>& workspace,
                                      Matrix<Real>& corrected, const ConstMatrixRef<Real>* truth) {
  const Matrix<Real>& output = network.forward(theta, examples.input, workspace, truth);
  if (examples.base.size() == 0) return output;
  corrected = output + examples.base;
  return corrected;
}

template <class Real>
double mean_loss(const Network<Real>& network, const Loss<Real>& loss, const ExampleSource<Real>& examples,
                 const Vector<Real>& theta) {
  Workspace<Real> workspace;
  Matrix<Real> corrected;
  double mean = 0;
  each_block(examples, [&](Index, const Examples<Real>& block, double share) {
    const Matrix<Real>& forecast = forecast_examples(network, theta, block, workspace, corrected);
    mean += share * loss.mean({forecast, block.dims}, {block.target, block.dims});
  });
  return mean;
}

#define SOFTWARP_INSTANTIATE(Real)                                                                                 \
  template void train<Real>(const Network<Real>&, const LossSchedule<Real>&, const ExampleSource<Real>&,           \
                            const TrainerOptions&, Training<Real>&, const TrainingHooks<Real>&);                   \
  template void train<Real>(const Network<Real>&, const Loss<Real>&, const Examples<Real>&, const TrainerOptions&, \
                            Vector<Real>&, const TrainingHooks<Real>&);                                            \
  template const Matrix<Real>& forecast_examples<Real>(const Network<Real>&, const Vector<Real>&,                  \
                                                       const Examples<Real>&, Workspace<Real>&, Matrix<Real>&,     \
                                                       const ConstMatrixRef<Real>*);                               \
  template double mean_loss<Real>(const Network<Real>&, const Loss<Real>&, const ExampleSource<Real>&,             \
                                  const Vector<Real>&);
SOFTWARP_INSTANTIATE(float)
SOFTWARP_INSTANTIATE(double)
#undef SOFTWARP_INSTANTIATE

}  // namespace softwarp
