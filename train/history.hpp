/// The course of all trainings as a table for other programs.
#pragma once

#include <string>

#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

/// CSV with a header; a row an epoch of each run, restarts that were not kept left out. Fields that a run does not have are
/// empty. Numbers with all their digits.
std::string history_csv(const Comparison& comparison);

}  // namespace softwarp
