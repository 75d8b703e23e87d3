/// The course of all trainings as a table for other programs.
#pragma once

#include <string>

#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

/// CSV with a header and one row per epoch and run, without the restarts that were not kept. Fields that a run does not
/// have are empty; γ is that of the epoch, where it is annealed over the planned epochs. Numbers have all their digits.
std::string history_csv(const Comparison& comparison, const std::vector<ComparisonOptions>& networks);

}  // namespace softwarp
