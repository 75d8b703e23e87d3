/// A set of time series.
#pragma once

#include <string>
#include <vector>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// One series.   Shapes: values [D×T], one step per column; NaN where a value is missing. T is the series' own length.
struct Series {
  Matrix<double> values;
  std::string label;  ///< class label; empty if the data has none
  std::string where;  ///< "file:row" it was read from, for messages; empty if it was generated

  Index length() const { return values.cols(); }
};

/// N series of the same dimension D; their lengths may differ.
struct SeriesSet {
  std::string name;
  Index dims = 1;
  std::vector<Series> series;
  std::string reading = {};  ///< which columns were taken as what, for the output; empty if it was generated

  Index count() const { return static_cast<Index>(series.size()); }
  Index shortest() const;  ///< length of the shortest series; 0 for an empty set
  Index longest() const;   ///< length of the longest series; 0 for an empty set

  /// Where series i comes from, for messages: its file and row, otherwise the name of the set and its number.
  std::string where(Index i) const;
};

/// The given series as a set of their own; messages name each as before.
SeriesSet select(const SeriesSet& set, const std::vector<Index>& series);

/// Appends a series without the steps at its end that have no value.   Throws: Error naming it if none has one.
void append(SeriesSet& set, Series series);

/// The readings of a training and a test set in one text.
std::string readings_of(const std::string& train, const std::string& test);

/// A set to train on and a set to test on.
struct TrainTest {
  SeriesSet train;
  SeriesSet test;

  /// SeriesSet::reading of both.
  std::string reading() const { return readings_of(train.reading, test.reading); }
};

/// What to do with a file that has a row for each moment, or one long row; for messages.
inline constexpr const char* kLongSeriesAdvice = "for a file that is one long series, train has --window W --horizon H";

}  // namespace softwarp
