/// The linear network under the Euclidean loss, without a training.
#pragma once

#include "softwarp/data/forecast_source.hpp"
#include "softwarp/model/linear_regression.hpp"
#include "softwarp/model/preparation.hpp"

namespace softwarp {

/// What ridge regression finds, and how.
struct LinearFit {
  LinearRegression regression;  ///< from inputs to targets, both as a network sees them
  LinearRegression of_learn;    ///< the fit to `learn` alone, which `validate` may judge
  double ridge = 0;
  Index left_out = 0;  ///< examples of both parts that lacked a target value
};

/// Fits to both parts the ridge that, fitted to `learn`, has the lowest error on `validate`. Where the preparation takes
/// the last value out of inputs and targets, there is no intercept: a flat window gets a flat forecast.
/// Throws: Error as fit_ridge().   Cost: as LinearSums; without gaps, that of overlapping windows.
LinearFit fit_linear(const ForecastSource& learn, const ForecastSource& validate, const Preparation& preparation);

/// The regression as the weights of a network of one dense layer.
template <class Real>
Vector<Real> dense_weights(const LinearRegression& regression);

/// Forecasts in the units of the data.   Shapes: → [O·D×N].
Matrix<double> linear_forecast(const LinearRegression& regression, const Preparation& preparation,
                               const ForecastSet& set);

}  // namespace softwarp
