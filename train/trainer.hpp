/// Where network, loss and optimizer meet.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "loss/loss.hpp"
#include "nn/network.hpp"
#include "optim/optimizer.hpp"

namespace softwarp {

/// Inputs and targets, one series a column.   Shapes: input [I×N], target [O×N]; NaN in a target is a missing step.
template <class Real>
struct Examples {
  Matrix<Real> input;
  Matrix<Real> target;
  Index dims = 1;  ///< D of the targets' steps

  Index count() const { return input.cols(); }
};

struct TrainerOptions {
  std::optional<OptimizerOptions> optimizer = OptimizerOptions{};  ///< unset: L-BFGS over all examples at once
  Index epochs = 30;       ///< passes over the examples; of L-BFGS, iterations at most
  Index batch_size = 1;    ///< examples in a step; L-BFGS always takes all
  std::uint64_t seed = 0;  ///< of the order of the examples
  /// Called before each step (of L-BFGS: each evaluation) from the thread that trains; may throw to stop.
  std::function<void()> on_step = {};
};

/// Called after each epoch with its number, from 1; may throw to stop.
using EpochCallback = std::function<void(Index epoch)>;

/// The loss of each epoch, from 1; valid until the next epoch.
template <class Real>
using LossSchedule = std::function<const Loss<Real>&(Index epoch)>;

/// Trains θ in place.
///
/// The examples come in a new random order each epoch, in batches, the last one smaller where they do not come out
/// even.
/// Throws: Error naming loss and epoch when a forecast or a loss is no longer finite.
/// Cost: epochs × N × (network + loss); no heap allocation per step while batches are even.
template <class Real>
void train(const Network<Real>& network, const Loss<Real>& loss, const Examples<Real>& examples,
           const TrainerOptions& options, Vector<Real>& theta, const EpochCallback& on_epoch = {});

/// The same under a loss that changes from epoch to epoch. L-BFGS, which has one objective, takes that of the last one.
template <class Real>
void train(const Network<Real>& network, const LossSchedule<Real>& schedule, const Examples<Real>& examples,
           const TrainerOptions& options, Vector<Real>& theta, const EpochCallback& on_epoch = {});

/// Mean loss of a network over all examples.
template <class Real>
double mean_loss(const Network<Real>& network, const Loss<Real>& loss, const Examples<Real>& examples,
                 const Vector<Real>& theta);

}  // namespace softwarp
