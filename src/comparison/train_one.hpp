/// One training of a comparison.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "softwarp/comparison/setting.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/training/checkpoint.hpp"
#include "softwarp/training/prepared_set.hpp"

namespace softwarp {

/// Called by the threads that train with the number of epochs done since the last call: 1, or more where a checkpoint
/// held them; and the name of the run. May throw to stop.
using EpochsDone = std::function<void(Index epochs, const std::string& run)>;

/// Where trainings report their epochs.
template <class Real>
struct TrainingLog {
  EpochsDone on_epochs = {};
  Checkpoint<Real>* checkpoint = nullptr;  ///< if given, trainings resume from what it holds and are recorded there
  bool histories = true;                   ///< whether runs keep the records of all epochs, 72 bytes each
};

/// What the trainings of a plan have in common: what they learn from, and the network.
template <class Real>
struct LearningProblem {
  const ComparisonOptions& options;
  Network<Real> network;
  Preparation preparation;  ///< fitted to the examples that are learnt from
  HeldOutSources parts;     ///< where options.validation holds some out
  PreparedSet<Real> learn;
  std::optional<PreparedSet<Real>> validate;  ///< those held out
  std::optional<Vector<Real>> start;          ///< the weights of options.start
};

/// The problem of learning from these examples. Source and options must outlive it.
/// Throws: Error as ForecastSource, PreparedSet and Network do, and where options.start is another network or was trained
///   on series of another kind.
template <class Real>
LearningProblem<Real> learning_problem(const ForecastSource& source, const ComparisonOptions& options);

/// A network that cannot learn from these data, where another may.
class UntrainableError : public Error {
 public:
  using Error::Error;
};

/// What a NonFiniteError or an UntrainableError says that ends `work`; empty if none does.   Throws: all others.
std::string failure_of(const std::function<void()>& work);

/// The weights that a training begins with: those of options.start, or random ones.
template <class Real>
Vector<Real> first_weights(const LearningProblem<Real>& problem, std::uint64_t seed);

/// Trains one restart of a run: takes its `seed` and `restart`, and sets everything else except the errors `train` and
/// `test`.   euclidean: the weights to start from under Init::euclidean, else null.   key: names it in a checkpoint.
/// Throws: Error as make_loss(), train() and Checkpoint do; UntrainableError where a closed form has too few examples.
template <class Real>
void train_one(const LearningProblem<Real>& problem, const Setting& setting, const Weights* euclidean,
               const std::string& key, const TrainingLog<Real>& log, Run& run);

}  // namespace softwarp
