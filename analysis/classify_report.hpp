/// The report of classify: table, JSON.
#pragma once

#include "app/cli/common_options.hpp"
#include "app/cli/outputs.hpp"
#include "classify_runs.hpp"

namespace softwarp {

/// Keeps references to all of its arguments.
Report classify_report(const CommonOptions& common, const ClassifyOptions& options, const LabelledData& data,
                       const std::vector<ClassifySetting>& settings);

}  // namespace softwarp
