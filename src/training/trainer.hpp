/// Where network, loss and optimizer meet.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "softwarp/loss/loss.hpp"
#include "softwarp/nn/network.hpp"
#include "softwarp/optim/optimizer.hpp"
#include "softwarp/optim/rate_schedule.hpp"
#include "softwarp/training/example_source.hpp"

namespace softwarp {

/// Which validation error decides which epoch is the best.
enum class Monitor { loss, dtw, euclidean };
std::string to_text(Monitor monitor);

/// Mean errors over series that are held out of the training.
struct ValidationErrors {
  double loss = 0;       ///< the training's own loss, in the units that the network sees
  double dtw = 0;        ///< in units of the data, as is `euclidean`
  double euclidean = 0;  ///< Σ_t ‖ŷ_t − y_t‖²

  double of(Monitor monitor) const;
};

/// How often a layer that feeds its forecasts back is given the truth instead: the share of steps, which goes evenly from
/// one value in the first epoch to the other in the last.
/// Source: S. Bengio, O. Vinyals, N. Jaitly, N. Shazeer, Scheduled Sampling for Sequence Prediction with Recurrent Neural
///   Networks, 2015.
struct TeacherForcing {
  double first = 0, last = 0;

  double at(Index epoch, Index epochs) const;
};

struct TrainerOptions {
  /// Unset: L-BFGS over all examples at once. The weight decay is that of an epoch, in equal shares for its steps: like a
  /// penalty on the weights beside the sum of all losses, it weighs less the more series there are.
  std::optional<OptimizerOptions> optimizer = OptimizerOptions{};
  RateSchedule schedule = {};          ///< ignored by L-BFGS
  std::optional<double> clip = {};     ///< longest gradient that the optimizer is given; ignored by L-BFGS
  TeacherForcing teacher = {};         ///< ignored by L-BFGS
  Index epochs = 30;                   ///< passes over the examples; for L-BFGS, the most iterations
  Index batch_size = 1;                ///< examples per step; L-BFGS always takes all of them
  std::uint64_t seed = 0;              ///< of the order of the examples
  Monitor monitor = Monitor::loss;     ///< where there is validation
  std::optional<Index> patience = {};  ///< stop after this many epochs without a new best one
  /// Called by the thread that trains before each step (for L-BFGS: each evaluation), and for each epoch that was done
  /// before the training resumes; may throw to stop.
  std::function<void()> on_step = {};
};

/// The epoch with the lowest validation error.
template <class Real>
struct BestEpoch {
  Index epoch = 0;
  double error = 0;
  Vector<Real> theta;
};

/// A training between two epochs: all that is needed to continue it, bit-identical.
template <class Real>
struct Training {
  Vector<Real> theta;  ///< [S]
  Index epochs = 0;    ///< done so far
  OptimizerState<Real> optimizer = {};
  std::optional<BestEpoch<Real>> best = {};  ///< where there is validation
  bool finished = false;                     ///< θ is the result
};

/// What happened in one epoch.
struct EpochRecord {
  Index epoch = 0;           ///< from 1
  double loss = 0;           ///< mean over the epoch's examples, while the weights moved
  double gradient_norm = 0;  ///< mean over the epoch's steps, before clipping
  double rate = 0;           ///< learning rate of the last step; 0 for L-BFGS, which has none
  double seconds = 0;        ///< since the training began; 0 where the caller does not measure them
  std::optional<ValidationErrors> validation = {};
};

/// What a training calls; each may throw to stop it.
template <class Real>
struct TrainingHooks {
  /// Errors of θ on the validation series. If set, the weights of the best epoch are the result.
  std::function<ValidationErrors(const Vector<Real>& theta)> validate = {};
  std::function<void(const EpochRecord&, const Training<Real>&)> on_epoch = {};
};

/// The loss of each epoch, counted from 1; valid until the next call.
template <class Real>
using LossSchedule = std::function<const Loss<Real>&(Index epoch)>;

/// Trains until the epochs are done or the patience runs out, starting from where `training` stands.
///
/// The examples come in a new random order in each epoch, in batches; the last batch may be smaller. L-BFGS has a
/// single objective and takes the loss of the last epoch. It cannot continue a training: it starts afresh from θ.
/// Throws: Error naming loss and epoch; NonFiniteError, with advice, where a forecast, a loss or, after an epoch, a weight
///   is not finite.
/// Cost: epochs × N × (network + loss); no heap allocation per step while all batches have the same size.
template <class Real>
void train(const Network<Real>& network, const LossSchedule<Real>& schedule, const ExampleSource<Real>& examples,
           const TrainerOptions& options, Training<Real>& training, const TrainingHooks<Real>& hooks = {});

/// The same for examples in memory.
template <class Real>
void train(const Network<Real>& network, const LossSchedule<Real>& schedule, const Examples<Real>& examples,
           const TrainerOptions& options, Training<Real>& training, const TrainingHooks<Real>& hooks = {}) {
  train(network, schedule, StoredExamples<Real>(examples), options, training, hooks);
}

/// Trains θ in place under one loss.
template <class Real>
void train(const Network<Real>& network, const Loss<Real>& loss, const Examples<Real>& examples,
           const TrainerOptions& options, Vector<Real>& theta, const TrainingHooks<Real>& hooks = {});

/// The forecasts of examples: the network's output, as it lies in the workspace, or where there is a base their sum, in
/// `corrected`.   truth: of the network's output, as Network::forward() has it.   Shapes: theta [S], truth [O×N] → [O×N].
template <class Real>
const Matrix<Real>& forecast_examples(const Network<Real>& network, const Vector<Real>& theta,
                                      const Examples<Real>& examples, Workspace<Real>& workspace,
                                      Matrix<Real>& corrected, const ConstMatrixRef<Real>* truth = nullptr);

/// Mean loss of a network over all examples.
template <class Real>
double mean_loss(const Network<Real>& network, const Loss<Real>& loss, const ExampleSource<Real>& examples,
                 const Vector<Real>& theta);

/// The same for examples in memory.
template <class Real>
double mean_loss(const Network<Real>& network, const Loss<Real>& loss, const Examples<Real>& examples,
                 const Vector<Real>& theta) {
  return mean_loss(network, loss, StoredExamples<Real>(examples), theta);
}

}  // namespace softwarp
