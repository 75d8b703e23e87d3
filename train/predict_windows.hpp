/// predict with a model of windows of long series.
#pragma once

#include "predict_options.hpp"
#include "predict_report.hpp"

namespace softwarp {

/// Reads the file that --data names, by the columns that the model remembers, and forecasts what comes after it or,
/// with --backtest, its end.
/// Throws: UsageError for options that such a model has no use for; as read_long_series(), measured_as_in_training(),
///   predict_after() and predict_backtest(); Error if columns are named otherwise than in training.
PredictReport predict_windows(const Model& model, const PredictOptions& options);

}  // namespace softwarp
