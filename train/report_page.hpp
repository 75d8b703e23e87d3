/// All results of a comparison on one page of HTML.
#pragma once

#include <string>

#include "forecast_pictures.hpp"
#include "options.hpp"
#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

/// The page: results, forecasts, the best and the worst test series, loss curves, every training, options, data and machine.
/// The same bytes for the same results, but for the seconds in the table of trainings.
/// Throws: as run_gnuplot().
std::string report_page(const TrainTest& data, const TrainOptions& options, const Comparison& result,
                        const TestForecasts& forecasts);

}  // namespace softwarp
