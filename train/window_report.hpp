/// Forecasts of long series as CSV, JSON and text.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "softwarp/training/window_prediction.hpp"

namespace softwarp {

/// A row a moment, in the form of the file that was read: its time, the name of its series where there are several, and
/// a column per target; of a backtest, also the last moment that was seen, and the truth beside each forecast.
std::string forecast_csv(const LongSeriesSet& set, const WindowPrediction& prediction);

/// What was read and forecast and, of a backtest, how good it was.   → whole lines
std::string summary_of(const LongSeriesSet& set, const WindowPrediction& prediction);

/// Adds "data", "errors", "target_errors" and "forecasts" to a report.
void add_forecasts(const LongSeriesSet& set, const WindowPrediction& prediction, nlohmann::ordered_json& report);

}  // namespace softwarp
