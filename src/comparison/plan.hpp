/// What a comparison trains.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "softwarp/comparison/train_one.hpp"

namespace softwarp {

/// The settings of a comparison, by loss, then initialisation; their runs have seeds, nothing else. The Euclidean loss
/// under Euclidean initialisation is the Euclidean network itself: it is listed once, as `random`.
std::vector<Setting> planned_settings(const ComparisonOptions& options);

/// How many trainings train_all() makes of these settings.
Index planned_trainings(const std::vector<Setting>& settings, Index restarts);

/// The phases of a comparison: they distinguish the trainings of two plans in one checkpoint.
inline constexpr const char *kTrainingPhase = "training", *kGammaPhase = "choice of gamma",
                            *kNetworkPhase = "choice of network";

/// The phase for one network: of several, each has its own. The settings are those of one network.
std::string phase_of(const std::string& phase, const std::vector<Setting>& settings);

/// Checks what a checkpoint holds of the trainings of a phase, before any of them begins.
/// Throws: as Checkpoint::check().
template <class Real>
void check_resumed(const LearningProblem<Real>& problem, const std::string& phase, const TrainingLog<Real>& log);

/// What becomes of the other trainings where one fails.
enum class OnFailure {
  stop,   ///< they end, too
  go_on,  ///< they go on; the run, and those that start from it, have its `failure` and no weights
};

/// Trains every run of the settings, spread over threads, and keeps the best of its restarts: the one with the lowest
/// error on the validation series or, without any, with the lowest training loss. Sets the runs as train_one() does.
/// judge: completes each run as soon as it is trained, from any thread.
/// on_failure: after a NonFiniteError or an UntrainableError; all others end everything.
/// Throws: as train_one(). After an exception, `settings` has the runs that are done, and no others.
template <class Real>
void train_all(const LearningProblem<Real>& problem, const std::string& phase, const TrainingLog<Real>& log,
               std::vector<Setting>& settings, const std::function<void(Run&)>& judge = {},
               OnFailure on_failure = OnFailure::stop);

}  // namespace softwarp
