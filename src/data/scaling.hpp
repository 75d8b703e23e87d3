/// The units in which a network sees series.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "softwarp/data/forecast_set.hpp"

namespace softwarp {

enum class Scale {
  none,    ///< series as they are
  set,     ///< less the mean of the training set, divided by its deviation
  step,    ///< inputs less the training set's mean at each step, divided by the deviation of what is left; see Scaling
  series,  ///< each series less the mean of its own input, divided by that input's deviation
  last,    ///< each series less the last value of its own input, divided by the deviation of the training set
};
inline constexpr std::array kScales{Scale::none, Scale::set, Scale::step, Scale::series, Scale::last};
std::string to_text(Scale scale);
std::optional<Scale> scale_named(std::string_view name);  ///< the inverse of to_text(), or nothing

/// How the numbers of a data set become those that a network sees, and back. Centre and deviation are kept and applied
/// in double: in float, an offset of many deviations would leave nothing of the series.
///
///   input  x' = (x − input_centre)·input_factor         target  y' = (y − target_centre)/target_deviation
///
/// Under Scale::series, mean and deviation of the own input stand in for centre and deviation; target_deviation is the
/// deviation of an input that is constant. Under Scale::last, the last value of the own input stands in for the centre.
/// Only what is the same at all steps of a target is taken out of it, so that aligning scaled series is aligning the
/// series.
/// Shapes: input_* [I·(D+C)], target_* [D], mean_target [O·D].
struct Scaling {
  Scale kind = Scale::none;
  Vector<double> input_centre = {};      ///< of set and step
  Vector<double> input_factor = {};      ///< likewise, and of last; 0 where the training set is constant at a step
  Vector<double> target_centre = {};     ///< of set and step
  Vector<double> target_deviation = {};  ///< of all but none; never 0
  Vector<double> mean_target = {};       ///< of step alone: the mean of the scaled targets, to which a network adds
  /// The variance that a forecaster has to explain: that of the training targets around their mean at each step, mean
  /// over the dimensions; 1 under Scale::none.   Units: signal².
  double squared_unit = 1;
};

/// Finds centres and deviations of a training set. Where nothing varies, deviations follow the size of the values, so
/// that the scaling of c·x + b is that of x, in the units of c·x + b.
/// Throws: Error if a dimension varies by less than kSmallestUnit.   Cost: O(values).
Scaling fit_scaling(Scale kind, const ForecastSet& train);

/// Inputs and targets as a network sees them.
ForecastSet scaled(const ForecastSet& set, const Scaling& scaling);

/// Converts forecasts of scaled(set) back to the units of `set`.   Shapes: forecast [O·D×N].
void undo_scaling(const ForecastSet& set, const Scaling& scaling, MatrixRef<double> forecast);

/// The factor by which squares of scaled targets become squares of the data's units; nothing where it differs between
/// dimensions or series.
std::optional<double> squares_to_data(const Scaling& scaling);

}  // namespace softwarp
