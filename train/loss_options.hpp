/// The losses of train's command line.
#pragma once

#include <vector>

#include "app/cli/command_line.hpp"
#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

/// The losses of --loss, --gamma, --alpha, --band and --cost: each once, or once per γ where it has one.
/// Throws: UsageError, also for an option that no listed loss has.
std::vector<TrainingLoss> losses_argument(const CommandLine& parsed);

}  // namespace softwarp
