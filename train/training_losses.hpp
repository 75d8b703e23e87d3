/// The losses of train's command line.
#pragma once

#include <vector>

#include "app/cli/command_line.hpp"
#include "softwarp/comparison/setting.hpp"

namespace softwarp {

/// The losses of --loss, --gamma, --band, --cost and --alpha: each once, or once per γ if it has one.
/// Throws: UsageError, also for an option that no listed loss has.
std::vector<TrainingLoss> losses_argument(const CommandLine& parsed);

}  // namespace softwarp
