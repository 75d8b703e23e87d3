/// Long series: files with a row a moment and a column a quantity, as people have them.
#pragma once

#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "softwarp/core/types.hpp"
#include "softwarp/data/clock.hpp"

namespace softwarp {

/// One long series.   Shapes: values [C×T], one step per column; NaN where a value or a whole row is missing.
struct LongSeries {
  std::string id;   ///< what the series column says; empty without one
  Index first = 0;  ///< step of its first row, counted by the common clock
  Matrix<double> values;
  std::string where;  ///< "file:row" of its first row, for messages

  Index length() const { return values.cols(); }
};

/// How a file was understood, for the output.
struct LongReading {
  std::string time;                          ///< name of the time column; empty: rows are the clock
  std::string series;                        ///< name of the series column; empty: one series
  std::vector<std::string> left_out;         ///< names of the columns that are not used
  std::vector<std::string> without_numbers;  ///< those of them that hold words, dates or nothing
  Index rows = 0;                            ///< that were read
  Index gaps = 0;                            ///< rows that are missing between them
  Index missing = 0;                         ///< values that are missing in the rows that were read
  char separator = ',';
  bool decimal_comma = false;
  bool header = false;  ///< did the first row name the columns?
};

/// Series with the same columns, on one clock.
struct LongSeriesSet {
  std::string name;                  ///< of the file, without its ending
  std::vector<std::string> columns;  ///< the C names: targets, then covariates
  Index targets = 1;
  Clock clock;
  std::vector<LongSeries> series;
  LongReading reading;

  Index count() const { return static_cast<Index>(series.size()); }
};

}  // namespace softwarp
