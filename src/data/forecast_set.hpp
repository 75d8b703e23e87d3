/// Series cut in two: what a forecaster sees, and what it is to forecast.
#pragma once

#include <string>

#include "softwarp/data/series_set.hpp"

namespace softwarp {

/// Lengths of a forecaster's input and output, in steps.
struct ForecastShape {
  Index input = 0;
  Index target = 0;
};

/// Inputs and targets of N series, one a column.
/// Shapes: input [I·D×N], target [O·D×N], mean and deviation [D×N].   Units: of the signal.
struct ForecastSet {
  Matrix<double> input;      ///< finite: gaps are filled
  Matrix<double> target;     ///< NaN where the series has no value
  Matrix<double> mean;       ///< of the values that the input part really has
  Matrix<double> deviation;  ///< likewise (divided by the count, not by count − 1); 1 where the input is constant
  Index dims = 1;

  Index count() const { return input.cols(); }
};

/// Steps before the cut of a series: round(ratio·length), but at least one step on either side.
/// Needs 0 < ratio < 1 and length ≥ 2.
Index cut_point(Index length, double ratio);

/// The shape that holds every series of both sets, each cut at its own `ratio`.
/// Throws: Error where a series has fewer than 2 steps or the sets' dimensions differ.
ForecastShape forecast_shape(const TrainTest& data, double ratio);

/// Cuts every series at its own `ratio` and lays the parts out in the given shape.
///
/// Input: a gap is filled by linear interpolation, at an end by the nearest value. An input shorter than the shape ends
/// at the shape's last step, so that the newest value always has the same place; before it, its first value is
/// repeated. Of a longer input the newest steps are kept.
/// Target: starts at the shape's first step; what is missing, or beyond the series' end, is NaN. A target longer than
/// the shape is cut.
/// Throws: Error naming the series where an input or a target has no value at all.
ForecastSet cut(const SeriesSet& set, double ratio, const ForecastShape& shape);

/// Every series is input as a whole, laid out as by cut(), to forecast what comes after it; every target is NaN.
/// Throws: Error naming the series where it has no value at all.
ForecastSet without_targets(const SeriesSet& set, const ForecastShape& shape);

/// Inputs and targets as (value − mean)/deviation, with the input part's own mean and deviation per series and
/// dimension.
ForecastSet z_normalised(const ForecastSet& set);

/// Turns forecasts of z_normalised(set) back to the units of `set`.   Shapes: forecast [O·D×N].
void undo_z_normalisation(const ForecastSet& set, MatrixRef<double> forecast);

}  // namespace softwarp
