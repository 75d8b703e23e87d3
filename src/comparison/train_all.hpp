/// The trainings of a plan.
#pragma once

#include <string>
#include <vector>

#include "softwarp/comparison/train_one.hpp"

namespace softwarp {

/// Trains every run of the settings, spread over threads, and keeps the best of its restarts: of the lowest error on
/// the validation series or, where there are none, of the lowest training loss. Sets the runs as train_one() does.
/// phase: tells these trainings in a checkpoint from those of another plan of the same comparison.
/// Throws: as train_one().
template <class Real>
void train_all(const LearningProblem<Real>& problem, const std::string& phase, const TrainingLog<Real>& log,
               std::vector<Setting>& settings);

}  // namespace softwarp
