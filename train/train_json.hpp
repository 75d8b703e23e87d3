/// The JSON of train.
#pragma once

#include <string>

#include "options.hpp"
#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

/// Every run, with data and options, as JSON text.   The object's fields: docs/programs.md.
std::string json_report(const Comparison& comparison, const TrainOptions& options);

}  // namespace softwarp
