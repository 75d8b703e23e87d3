#include "softwarp/training/trainer.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/core/random.hpp"
#include "softwarp/optim/minimize.hpp"

namespace softwarp {
namespace {

constexpr std::uint64_t kOrderStream = 2;  // of random numbers; stream 1 draws the weights

template <class Real>
struct Step {
  const Network<Real>& network;
  const Loss<Real>* loss;
  Index dims;
  const std::function<void()>& on_step;
  Workspace<Real> workspace;
  Matrix<Real> dy;

  // The whole lesson: forecast, judge, and carry dy = ∂L/∂ŷ back to the weights. Returns L and leaves ∂L/∂θ in g.
  double gradient(const Vector<Real>& theta, const Matrix<Real>& x, const Matrix<Real>& y, Vector<Real>& g) {
    if (on_step) on_step();
    const Matrix<Real>& forecast = network.forward(theta, x, workspace);
    dy.resizeLike(forecast);
    const double value = loss->mean({forecast, dims}, {y, dims}, dy);
    network.backward(theta, x, dy, workspace, g);
    return value;
  }
};

template <class Real>
bool has_patience(const TrainerOptions& options, const Training<Real>& training) {
  return !options.patience || !training.best || training.epochs - training.best->epoch < *options.patience;
}

// The end of an epoch: judges θ, remembers the best, tells the hooks. False: the patience is at an end.
template <class Real>
bool end_epoch(EpochRecord record, const TrainerOptions& options, const TrainingHooks<Real>& hooks,
               Training<Real>& training) {
  training.epochs = record.epoch;
  if (hooks.validate) {
    record.validation = hooks.validate(training.theta);
    const double error = record.validation->of(options.monitor);
    if (!training.best || error < training.best->error)
      training.best = BestEpoch<Real>{.epoch = record.epoch, .error = error, .theta = training.theta};
  }
  if (hooks.on_epoch) hooks.on_epoch(record, training);
  return has_patience(options, training);
}

template <class Real>
void train_in_batches(Step<Real>& step, const LossSchedule<Real>& schedule, const Examples<Real>& examples,
                      const TrainerOptions& options, const TrainingHooks<Real>& hooks, Training<Real>& training,
                      Index& epoch) {
  const auto optimizer = make_optimizer<Real>(*options.optimizer);
  optimizer->restore(training.optimizer);
  const auto count = static_cast<double>(examples.count()), epochs = static_cast<double>(options.epochs);
  // The order of an epoch follows from those before it. Shuffling them again is no work beside training them, and
  // nothing of the random numbers need be kept.
  Random random(options.seed, kOrderStream);
  std::vector<Index> order(static_cast<std::size_t>(examples.count()));
  std::iota(order.begin(), order.end(), Index{0});
  for (Index done = 0; done < training.epochs; ++done) random.shuffle(order);
  Matrix<Real> x, y;
  Vector<Real> g;
  bool goes_on = has_patience(options, training);
  for (epoch = training.epochs + 1; goes_on && epoch <= options.epochs; ++epoch) {
    EpochRecord record{.epoch = epoch};
    step.loss = &schedule(epoch);
    random.shuffle(order);
    double steps = 0;
    for (Index start = 0; start < examples.count(); start += options.batch_size) {
      const Index size = std::min(options.batch_size, examples.count() - start);
      x.resize(examples.input.rows(), size);
      y.resize(examples.target.rows(), size);
      for (Index b = 0; b < size; ++b) {
        const Index i = order[static_cast<std::size_t>(start + b)];
        x.col(b) = examples.input.col(i);
        y.col(b) = examples.target.col(i);
      }
      const double value = step.gradient(training.theta, x, y, g);
      const auto norm = static_cast<double>(g.norm());
      if (options.clip && norm > *options.clip) g *= static_cast<Real>(*options.clip / norm);
      const auto share = static_cast<double>(size) / count;
      const double moment = static_cast<double>(epoch - 1) + static_cast<double>(start) / count + share / 2;
      const double factor = rate_factor(options.schedule, moment, epochs);
      optimizer->step(training.theta, g, factor);
      record.loss += value * share;
      record.gradient_norm += norm;
      record.rate = factor * options.optimizer->learning_rate;
      ++steps;
    }
    record.gradient_norm /= steps;
    training.optimizer = optimizer->state();
    goes_on = end_epoch(record, options, hooks, training);
  }
}

template <class Real>
void train_at_once(Step<Real>& step, const Examples<Real>& examples, const TrainerOptions& options,
                   const TrainingHooks<Real>& hooks, Training<Real>& training, Index& epoch) {
  Vector<Real> theta_real, g_real;
  const Objective objective = [&](const Vector<double>& at, Vector<double>& g) {
    theta_real = at.template cast<Real>();
    const double value = step.gradient(theta_real, examples.input, examples.target, g_real);
    g = g_real.template cast<double>();
    return value;
  };
  Vector<double> at = training.theta.template cast<double>();
  epoch = 1;
  const auto on_iteration = [&](const Iterate& iterate) {
    training.theta = iterate.theta.template cast<Real>();
    epoch = iterate.iteration + 1;
    return end_epoch({.epoch = iterate.iteration, .loss = iterate.value, .gradient_norm = iterate.gradient_norm},
                     options, hooks, training);
  };
  minimize(objective, at, {.iterations = static_cast<int>(options.epochs), .on_iteration = on_iteration});
  training.theta = at.template cast<Real>();
}

}  // namespace

std::string to_text(Monitor monitor) {
  if (monitor == Monitor::loss) return "loss";
  return monitor == Monitor::dtw ? "dtw" : "euclidean";
}

double ValidationErrors::of(Monitor monitor) const {
  if (monitor == Monitor::loss) return loss;
  return monitor == Monitor::dtw ? dtw : euclidean;
}

template <class Real>
void train(const Network<Real>& network, const LossSchedule<Real>& schedule, const Examples<Real>& examples,
           const TrainerOptions& options, Training<Real>& training, const TrainingHooks<Real>& hooks) {
  const Index first = options.optimizer ? training.epochs + 1 : options.epochs;
  Step<Real> step{.network = network,
                  .loss = &schedule(first),
                  .dims = examples.dims,
                  .on_step = options.on_step,
                  .workspace = {},
                  .dy = {}};
  Index epoch = 0;
  try {
    if (options.optimizer) {
      train_in_batches(step, schedule, examples, options, hooks, training, epoch);
    } else {
      train_at_once(step, examples, options, hooks, training, epoch);
    }
  } catch (const Error& error) {
    throw Error("training with " + step.loss->name() + ", epoch " + std::to_string(epoch) + ": " + error.what() +
                "; a smaller learning rate or --z-normalise may help");
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
double mean_loss(const Network<Real>& network, const Loss<Real>& loss, const Examples<Real>& examples,
                 const Vector<Real>& theta) {
  Workspace<Real> workspace;
  return loss.mean({network.forward(theta, examples.input, workspace), examples.dims},
                   {examples.target, examples.dims});
}

#define SOFTWARP_INSTANTIATE(Real)                                                                                 \
  template void train<Real>(const Network<Real>&, const LossSchedule<Real>&, const Examples<Real>&,                \
                            const TrainerOptions&, Training<Real>&, const TrainingHooks<Real>&);                   \
  template void train<Real>(const Network<Real>&, const Loss<Real>&, const Examples<Real>&, const TrainerOptions&, \
                            Vector<Real>&, const TrainingHooks<Real>&);                                            \
  template double mean_loss<Real>(const Network<Real>&, const Loss<Real>&, const Examples<Real>&, const Vector<Real>&);
SOFTWARP_INSTANTIATE(float)
SOFTWARP_INSTANTIATE(double)
#undef SOFTWARP_INSTANTIATE

}  // namespace softwarp
