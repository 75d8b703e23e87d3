/// Forecasts of a saved model of windows.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "softwarp/data/windows.hpp"
#include "softwarp/model/model_file.hpp"
#include "softwarp/training/evaluation.hpp"
#include "softwarp/training/measures.hpp"

namespace softwarp {

/// The forecast of a series from one origin.   Shapes: [K×H], one target per row.   Units: of the data.
struct SeriesForecast {
  Index series = 0;         ///< its place in the set
  Index step = 0;           ///< the first that is forecast, counted by the common clock
  Matrix<double> forecast;  ///< NaN for a target of which nothing is seen
  Matrix<double> truth;     ///< NaN where the file has no value
};

/// Errors of one target over its forecasts, in units of the data and their squares. Without forecasts that have a truth,
/// the distances are NaN.
struct TargetErrors : Distances {
  ErrorSums of_steps = {};
};

struct WindowPrediction {
  std::vector<SeriesForecast> forecasts;    ///< by series, then by time
  std::optional<ForecastErrors> errors;     ///< of a backtest, in the units of Windows, as training reports them
  std::vector<TargetErrors> target_errors;  ///< of a backtest
  Index series_left_out = 0;                ///< of which there is no forecast: too short, or without values to see
};

/// Series in the units of the model's training set.
/// Requires: a model of windows.
/// Throws: Error if they have another number of columns than the model, or another distance between steps.
std::shared_ptr<const MeasuredSeries> measured_as_in_training(const Model& model, LongSeriesSet set);

/// Forecasts what comes after the last row of each series; the network sees the rows before. As in training, a series
/// that is shorter than a window, or has a column without a value there, is left out.
/// Throws: Error naming a series if no series is left.
WindowPrediction predict_after(const Model& model, const MeasuredSeries& series);

/// Forecasts the end of the time from `origins` origins, a horizon apart, each from the rows before it; bit-identical
/// to what the training program forecast for the same windows. Windows without values are left out.
/// Throws: Error if there are too few rows, or no window.
WindowPrediction predict_backtest(const Model& model, std::shared_ptr<const MeasuredSeries> series, Index origins);

}  // namespace softwarp
