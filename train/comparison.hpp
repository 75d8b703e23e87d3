/// Forecasters trained under several losses, initialisations and seeds, side by side.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "evaluation.hpp"
#include "loss/registry.hpp"
#include "nn/network.hpp"
#include "trainer.hpp"

namespace softwarp {

enum class Init {
  random,     ///< random weights
  euclidean,  ///< the weights of the network that was trained from the same random weights with the Euclidean loss
};
std::string to_text(Init init);

struct ComparisonOptions {
  std::vector<LossSpec> losses;
  std::vector<Init> inits{Init::random};
  Index repeats = 1;       ///< seeds seed … seed + repeats − 1
  std::uint64_t seed = 0;  ///< of weights and order of examples
  double split = 0.6;
  std::vector<Index> hidden{10};
  Activation activation = Activation::sigmoid;
  bool z_normalise = false;
  TrainerOptions trainer;  ///< its seed is set for each run
};

/// One training and its errors.
struct Run {
  LossSpec loss;
  Init init = Init::random;
  std::uint64_t seed = 0;
  Index epochs = 0;  ///< of this loss alone, without a Euclidean phase before it; likewise seconds
  double seconds = 0;
  double train_loss = 0;  ///< mean over the training series after training, in the units that the network sees
  ForecastErrors test;    ///< in the units of the data
};

/// A forecast that needs no training.
struct Baseline {
  std::string name;
  ForecastErrors test;
};

struct Comparison {
  ForecastShape shape;
  std::vector<Run> runs;  ///< by loss, then initialisation, then seed
  std::vector<Baseline> baselines;
};

/// The runs that compare() will make, results yet unset. The Euclidean loss under Euclidean initialisation is the
/// Euclidean network itself: one run, as `random`.
std::vector<Run> planned_runs(const ComparisonOptions& options);

/// How many epochs compare() will train in all, Euclidean phases included.
Index planned_epochs(const ComparisonOptions& options);

/// Trains and judges all planned runs, spread over threads; `on_epoch` is called from them, once an epoch, and may
/// throw to stop.
/// Throws: Error as forecast_shape(), cut(), Network, make_loss() and train() do.
template <class Real>
Comparison compare(const TrainTest& data, const ComparisonOptions& options, const std::function<void()>& on_epoch = {});

}  // namespace softwarp
