/// The report of distances.
#pragma once

#include "app/cli/outputs.hpp"
#include "distances_arguments.hpp"
#include "distances_run.hpp"

namespace softwarp {

/// Keeps references.
Report distances_report(const DistancesArguments& options, const SeriesSet& x, const SeriesSet* y,
                        const DistancesResult& result);

}  // namespace softwarp
