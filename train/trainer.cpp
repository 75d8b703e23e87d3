#include "trainer.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/error.hpp"
#include "core/random.hpp"
#include "optim/minimize.hpp"

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
    const double value = loss->mean({forecast, dims}, {y, dims}, &dy);
    network.backward(theta, x, dy, workspace, g);
    return value;
  }
};

template <class Real>
void train_in_batches(Step<Real>& step, const LossSchedule<Real>& schedule, const Examples<Real>& examples,
                      const TrainerOptions& options, Vector<Real>& theta, const EpochCallback& on_epoch, Index& epoch) {
  const auto optimizer = make_optimizer<Real>(*options.optimizer);
  Random random(options.seed, kOrderStream);
  std::vector<Index> order(static_cast<std::size_t>(examples.count()));
  std::iota(order.begin(), order.end(), Index{0});
  Matrix<Real> x, y;
  Vector<Real> g;
  for (epoch = 1; epoch <= options.epochs; ++epoch) {
    step.loss = &schedule(epoch);
    random.shuffle(order);
    for (Index start = 0; start < examples.count(); start += options.batch_size) {
      const Index size = std::min(options.batch_size, examples.count() - start);
      x.resize(examples.input.rows(), size);
      y.resize(examples.target.rows(), size);
      for (Index b = 0; b < size; ++b) {
        const Index i = order[static_cast<std::size_t>(start + b)];
        x.col(b) = examples.input.col(i);
        y.col(b) = examples.target.col(i);
      }
      step.gradient(theta, x, y, g);
      optimizer->step(theta, g);
    }
    if (on_epoch) on_epoch(epoch);
  }
}

template <class Real>
void train_at_once(Step<Real>& step, const Examples<Real>& examples, const TrainerOptions& options, Vector<Real>& theta,
                   const EpochCallback& on_epoch, Index& epoch) {
  Vector<Real> theta_real, g_real;
  const Objective objective = [&](const Vector<double>& at, Vector<double>& g) {
    theta_real = at.template cast<Real>();
    const double value = step.gradient(theta_real, examples.input, examples.target, g_real);
    g = g_real.template cast<double>();
    return value;
  };
  Vector<double> at = theta.template cast<double>();
  epoch = 1;
  const auto on_iteration = [&](int) {
    if (on_epoch) on_epoch(epoch);
    ++epoch;
    return true;
  };
  const MinimizeResult result =
      minimize(objective, at, {.iterations = static_cast<int>(options.epochs), .on_iteration = on_iteration});
  if (epoch == result.iterations) on_iteration(result.iterations);  // minimize() does not call back after the last one
  theta = at.template cast<Real>();
}

}  // namespace

template <class Real>
void train(const Network<Real>& network, const LossSchedule<Real>& schedule, const Examples<Real>& examples,
           const TrainerOptions& options, Vector<Real>& theta, const EpochCallback& on_epoch) {
  const Index first = options.optimizer ? 1 : options.epochs;
  Step<Real> step{.network = network,
                  .loss = &schedule(first),
                  .dims = examples.dims,
                  .on_step = options.on_step,
                  .workspace = {},
                  .dy = {}};
  Index epoch = 0;
  try {
    if (options.optimizer) {
      train_in_batches(step, schedule, examples, options, theta, on_epoch, epoch);
    } else {
      train_at_once(step, examples, options, theta, on_epoch, epoch);
    }
  } catch (const Error& error) {
    throw Error("training with " + step.loss->name() + ", epoch " + std::to_string(epoch) + ": " + error.what() +
                "; a smaller learning rate or --z-normalise may help");
  }
}

template <class Real>
void train(const Network<Real>& network, const Loss<Real>& loss, const Examples<Real>& examples,
           const TrainerOptions& options, Vector<Real>& theta, const EpochCallback& on_epoch) {
  const LossSchedule<Real> always = [&](Index) -> const Loss<Real>& { return loss; };
  train(network, always, examples, options, theta, on_epoch);
}

template <class Real>
double mean_loss(const Network<Real>& network, const Loss<Real>& loss, const Examples<Real>& examples,
                 const Vector<Real>& theta) {
  Workspace<Real> workspace;
  return loss.mean({network.forward(theta, examples.input, workspace), examples.dims},
                   {examples.target, examples.dims});
}

template void train<float>(const Network<float>&, const Loss<float>&, const Examples<float>&, const TrainerOptions&,
                           Vector<float>&, const EpochCallback&);
template void train<double>(const Network<double>&, const Loss<double>&, const Examples<double>&, const TrainerOptions&,
                            Vector<double>&, const EpochCallback&);
template void train<float>(const Network<float>&, const LossSchedule<float>&, const Examples<float>&,
                           const TrainerOptions&, Vector<float>&, const EpochCallback&);
template void train<double>(const Network<double>&, const LossSchedule<double>&, const Examples<double>&,
                            const TrainerOptions&, Vector<double>&, const EpochCallback&);
template double mean_loss<float>(const Network<float>&, const Loss<float>&, const Examples<float>&,
                                 const Vector<float>&);
template double mean_loss<double>(const Network<double>&, const Loss<double>&, const Examples<double>&,
                                  const Vector<double>&);

}  // namespace softwarp
