/// All results of a comparison on one page of HTML.
#pragma once

#include <string>

#include "options.hpp"
#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

/// The page: results, forecasts, the best and the worst test series, loss curves, every training, options, data and
/// machine. The same results give the same bytes, except for the seconds in the table of trainings.
/// Throws: as run_gnuplot().
std::string report_page(const Comparison& comparison, const TrainOptions& options);

}  // namespace softwarp
