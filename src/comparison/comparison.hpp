/// Forecasters trained under several losses, initialisations and seeds, side by side.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "softwarp/loss/registry.hpp"
#include "softwarp/model/model_file.hpp"
#include "softwarp/nn/network.hpp"
#include "softwarp/training/checkpoint.hpp"
#include "softwarp/training/evaluation.hpp"
#include "softwarp/training/trainer.hpp"

namespace softwarp {

enum class Init {
  random,     ///< random weights
  euclidean,  ///< the weights of the network that was trained from the same random weights with the Euclidean loss
  model,      ///< the weights of a saved model
};
std::string to_text(Init init);

/// A saved model to start from, and its name in messages.
struct Start {
  Model model;
  std::string path;
};

/// A loss to train under. Where it has a γ and none is given, γ is chosen on a part of the training series, for each
/// initialisation (gamma_choice.hpp); the network is then trained on all of them.
struct TrainingLoss : LossSpec {
  /// Annealing: γ falls from here, in the first epoch, to `gamma`, in the last (annealing.hpp).
  std::optional<double> first_gamma = {};

  bool chooses_gamma() const { return find_loss(name).has_gamma && !gamma; }
};

/// How a γ was chosen.
struct GammaChoice {
  double gamma = 0;
  std::vector<double> candidates;
  std::vector<double> validation_dtw;  ///< of each: mean over the validation series and the seeds, in units of the data
  Index series = 0;                    ///< number of validation series
};

struct ComparisonOptions {
  std::vector<TrainingLoss> losses;
  std::vector<Init> inits{Init::random};
  std::optional<Start> start = {};  ///< set: every run starts from it, whatever `inits` says
  Index repeats = 1;                ///< seeds seed … seed + repeats − 1
  Index restarts = 1;               ///< trainings of each run, from as many seeds; the best is the run
  double validation = 0;            ///< share of the training series that is held out; 0: none
  std::uint64_t seed = 0;           ///< of weights and order of examples
  double split = 0.6;
  std::vector<Index> hidden{10};
  Activation activation = Activation::sigmoid;
  bool z_normalise = false;
  TrainerOptions trainer;  ///< its seed is set for each run
};

/// One training, the best of its restarts, and its errors.
struct Run {
  TrainingLoss loss;
  std::optional<GammaChoice> gamma_choice;  ///< where the loss did not come with its γ
  Init init = Init::random;
  std::uint64_t seed = 0;
  Index restart = 0;     ///< which of them, from 0
  Index epochs = 0;      ///< of this loss alone, without a Euclidean phase before it; likewise seconds
  Index best_epoch = 0;  ///< whose weights are kept: the last, or the best by validation
  double seconds = 0;
  double train_loss = 0;  ///< mean over the training series after training, in the units that the network sees
  std::optional<ValidationErrors> validation;  ///< of the weights that are kept, where series are held out
  ForecastErrors train;                        ///< in the units of the data
  ForecastErrors test;                         ///< likewise
  std::vector<EpochRecord> history;
  Weights theta;
};

/// A forecast that needs no training.
struct Baseline {
  std::string name;
  ForecastErrors test;
};

struct Comparison {
  ForecastShape shape;
  NetworkShape network;
  std::vector<Run> runs;  ///< by loss, then initialisation, then seed
  std::vector<Baseline> baselines;
};

/// The runs that compare() will make, results and chosen γ yet unset. The Euclidean loss under Euclidean initialisation is the
/// Euclidean network itself: one run, as `random`.
std::vector<Run> planned_runs(const ComparisonOptions& options);

/// How many epochs compare() will train in all, Euclidean phases and the choice of γ included.
Index planned_epochs(const ComparisonOptions& options);

/// The run that is worth keeping: of the lowest DTW error on the validation series or, where there are none, on the
/// training series; the first of several.
const Run& chosen_run(std::span<const Run> runs);
const Run& chosen_run(const Comparison& comparison);

/// Called from the threads that train, with the number of epochs that were done since: 1, or more where a checkpoint
/// held them. May throw to stop.
using EpochsDone = std::function<void(Index epochs)>;

/// Trains and judges all planned runs, spread over threads. The test set takes no part in any choice.
/// checkpoint: where given, trainings go on from what it holds and are recorded there.
/// Throws: Error as forecast_shape(), cut(), hold_out(), Network, make_loss(), train() and Checkpoint do, and where
///   options.start is of another shape.
template <class Real>
Comparison compare(const TrainTest& data, const ComparisonOptions& options, const EpochsDone& on_epochs = {},
                   Checkpoint<Real>* checkpoint = nullptr);

}  // namespace softwarp
