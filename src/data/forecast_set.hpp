/// Series cut in two: what a forecaster sees, and what it has to forecast.
#pragma once

#include <string>

#include "softwarp/data/series_set.hpp"

namespace softwarp {

/// Lengths of a forecaster's input and output, in steps.
struct ForecastShape {
  Index input = 0;
  Index target = 0;
};

/// Inputs and targets of N series, one per column. Each step of an input may hold, after the D values that are to be
/// forecast, C further ones.
/// Shapes: input, gaps [I·(D+C)×N], target [O·D×N].   Units: of the signal.
struct ForecastSet {
  Matrix<double> input;    ///< finite: gaps are filled
  Matrix<double> target;   ///< NaN where a value is missing
  Index dims = 1;          ///< D
  Index covariates = 0;    ///< C
  Matrix<bool> gaps = {};  ///< where a value of the input is missing and was filled; empty: nowhere

  Index count() const { return input.cols(); }
  Index input_dims() const { return dims + covariates; }
};

/// Notes the gaps (NaN) of an example's input, before they are filled.   Shapes: input [I·(D+C)].
void note_gaps(const ConstVectorRef<double>& input, Index example, ForecastSet& set);

/// These columns as a set of their own.
ForecastSet select(const ForecastSet& set, const std::vector<Index>& columns);

/// The number of steps before the cut of a series: round(ratio·length), with at least one step on either side.
/// Requires 0 < ratio < 1 and length ≥ 2.
Index cut_point(Index length, double ratio);

/// The smallest shape that holds every series of a set, or of both sets, each cut at `ratio` of its own length.
/// Throws: Error if a series has fewer than 2 steps or the dimensions of the sets differ.
ForecastShape forecast_shape(const SeriesSet& set, double ratio);
ForecastShape forecast_shape(const TrainTest& data, double ratio);

/// Cuts every series at `ratio` of its own length and lays the parts out in the given shape.
///
/// Input: gaps are filled by linear interpolation, at the ends with the nearest value. An input shorter than the shape
/// is aligned to its end, so that the newest value always has the same place, and preceded by copies of its first
/// value, which are gaps if that is one. Of a longer input, the newest steps are kept.
/// Target: aligned to the start of the shape; missing steps and steps beyond the end of the series are NaN. A target
/// longer than the shape is truncated.
/// Throws: Error naming the series if its input or target has no value at all, or a value of 1e150 or more in size.
ForecastSet cut(const SeriesSet& set, double ratio, const ForecastShape& shape);

/// Uses every series as a whole as input, laid out as by cut(), to forecast what follows it; all targets are NaN.
/// Throws: Error naming the series if it has no value at all, or one of 1e150 or more in size.
ForecastSet without_targets(const SeriesSet& set, const ForecastShape& shape);

/// The mean of the targets at each step. A step that no target has takes the mean of the step before it; leading ones
/// take that of the first step that has one.   Shapes: → [O·D].
Vector<double> mean_target(const ForecastSet& set);

}  // namespace softwarp
