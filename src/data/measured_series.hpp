/// Long series and the units of their columns.
#pragma once

#include "softwarp/data/long_series.hpp"

namespace softwarp {

/// Steps of the common clock: `begin` is among them, `end` is not.
struct TimeRange {
  Index begin = 0, end = 0;

  Index count() const { return end - begin; }
};

/// Long series, and the mean and deviation of each column over a part of the time, which are its units.
/// Shapes: mean, deviation [C].
struct MeasuredSeries {
  LongSeriesSet set;
  Index until = 0;  ///< the end of that part
  Vector<double> mean;
  Vector<double> deviation;  ///< never 0

  /// The part of a series on which its column was measured.   Shapes: → [T].
  Vector<double> measured_part(Index series, Index column) const;
};

/// Measures every column on the steps before `end`.
/// Throws: Error naming a column that has no value there, or varies by less than kSmallestUnit.
MeasuredSeries measured(LongSeriesSet set, Index end);

/// The steps from the first row of any series to the last.
TimeRange span_of(const LongSeriesSet& set);

/// The rows of a series that lie in a range of steps.
TimeRange rows_in(const LongSeries& series, const TimeRange& steps);

}  // namespace softwarp
