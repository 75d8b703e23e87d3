/// The losses of a training from options.
#pragma once

#include <vector>

#include "softwarp/comparison/setting.hpp"
#include "softwarp/core/named_values.hpp"

namespace softwarp {

/// The losses of the options loss, gamma, band, cost and alpha: each once, or once per γ if it has one.
/// Throws: OptionError, also for an option that no listed loss has.
std::vector<TrainingLoss> losses_argument(const NamedValues& options);

}  // namespace softwarp
