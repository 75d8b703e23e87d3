/// Forecasts of a saved model.
#pragma once

#include <optional>

#include "softwarp/model/model_file.hpp"
#include "softwarp/training/evaluation.hpp"

namespace softwarp {

/// Shapes: values [O·D×N], a series a column.   Units: of the data.
struct Prediction {
  Matrix<double> values;
  std::optional<ForecastErrors> errors;  ///< where the series hold what is forecast
};

/// Forecasts the rest of each series, cut as in training.
/// The same bits as those of the training program's own evaluation of the same series.
/// Throws: Error naming the series that cannot be cut, or where dimensions differ.
Prediction predict_rest(const Model& model, const SeriesSet& set);

/// Forecasts what comes after each series, of which the network sees the newest steps.
/// Throws: Error naming the series that is shorter than the network's input, or where dimensions differ.
Prediction predict_next(const Model& model, const SeriesSet& set);

}  // namespace softwarp
