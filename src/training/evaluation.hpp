/// How good forecasts are, and naive forecasts to compare them with.
#pragma once

#include "softwarp/data/forecast_set.hpp"

namespace softwarp {

/// Mean errors over the series of a set, in signal²: the two that are cheap enough to compute after each epoch.
struct Distances {
  double dtw = 0;        ///< dtw_0 with squared differences: no root, no division by the length
  double euclidean = 0;  ///< Σ_t ‖ŷ_t − y_t‖²; never below dtw
};

/// Mean errors over the series of a set, in signal² except for tdi.
struct ForecastErrors : Distances {
  double tdi = 0;         ///< temporal distortion of DTW's path (alignment/expected_alignment.hpp); no unit
  double divergence = 0;  ///< soft-DTW divergence, γ = kDivergenceGamma; 0 for a perfect forecast
};

constexpr double kDivergenceGamma = 1;

/// Errors of forecasts against the set's targets; missing steps do not count.   Shapes: forecast [O·D×N].
/// Throws: NonFiniteError where a forecast is not finite.
Distances distances(const Matrix<double>& forecast, const ForecastSet& set);

/// The DTW error of each series.   Shapes: forecast [O·D×N] → [N].   Throws: as distances().
Vector<double> dtw_of_each(const Matrix<double>& forecast, const ForecastSet& set);

/// All errors.   Shapes, Throws: as distances().
ForecastErrors evaluate(const Matrix<double>& forecast, const ForecastSet& set);

/// Repeats the newest input step.   Shapes: → [O·D×N].
Matrix<double> last_value_forecast(const ForecastSet& set);

/// The mean of the training targets, step by step, for each of `count` series. A step that no training target has takes
/// the mean of the step before it; leading ones take that of the first step that has one.   Shapes: → [O·D×count].
Matrix<double> mean_target_forecast(const ForecastSet& train, Index count);

}  // namespace softwarp
