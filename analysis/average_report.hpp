/// The report of average: table, JSON, picture.
#pragma once

#include "app/cli/common_options.hpp"
#include "app/cli/outputs.hpp"
#include "average_runs.hpp"

namespace softwarp {

/// Keeps references to all of its arguments.
Report average_report(const CommonOptions& common, const AverageOptions& options, const Averages& result);

}  // namespace softwarp
