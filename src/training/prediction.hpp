/// Forecasts of a saved model.
#pragma once

#include <optional>

#include "softwarp/model/model_file.hpp"
#include "softwarp/training/evaluation.hpp"

namespace softwarp {

/// Shapes: values [O·D×N], one series per column.   Units: of the data.
struct Prediction {
  Matrix<double> values;
  std::optional<ForecastErrors> errors;  ///< where the series contain what is forecast
};

/// Forecasts the rest of each series, cut as in training; bit-identical to what the training program itself forecast.
/// Throws: Error naming the series that cannot be cut, or where dimensions differ; for a model of windows.
Prediction predict_rest(const Model& model, const SeriesSet& set);

/// Forecasts what comes after each series; the network sees its newest steps.
/// Throws: Error naming a series shorter than the network's input, or where dimensions differ; for a model of windows.
Prediction predict_next(const Model& model, const SeriesSet& set);

}  // namespace softwarp
