/// Long series: files with a row a moment and a column a quantity, as people have them.
#pragma once

#include <istream>
#include <optional>
#include <set>
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
  std::string time;                   ///< name of the time column; empty: rows are the clock
  std::string time_of_day;            ///< name of the column with the times of day of its dates; empty: none
  std::string series;                 ///< name of the series column; empty: one series
  std::vector<std::string> left_out;  ///< names of the columns that are not used: not named, or without numbers
  Index rows = 0;                     ///< that were read; of a single row of numbers, the numbers
  Index gaps = 0;                     ///< rows that are missing between them
  Index missing = 0;                  ///< values that are missing in the rows that were read
  char separator = ',';
  bool decimal_comma = false;
  bool order_by_steps = false;  ///< is it only the steps that tell the day from the month, as in 1/2/2024?
  bool header = false;          ///< did the first row name the columns?
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

/// Columns are given by name or by number, from 1.
struct LongReadOptions {
  std::optional<std::string> time = {};      ///< unset: the first column of dates, or of evenly growing whole numbers
  std::optional<std::string> series = {};    ///< tells series apart, whose rows may be mixed; unset: one series
  std::vector<std::string> targets = {};     ///< to forecast; empty: all other columns of numbers
  std::vector<std::string> covariates = {};  ///< seen beside them
  std::set<std::string> of_model = {};       ///< the options among these whose columns a model names: "--target"
};

/// Reads a file with one row a moment; "-" reads standard input.
///
/// Rows are as FieldReader reads them. The first one names the columns if it has a word where numbers or dates follow.
/// The time is a column of dates, in any form of parse_time_stamp(), or of numbers; without one, rows are the clock.
/// Where several columns could be the time, the first one is; numbers are taken for it by themselves only if they are
/// whole and grow evenly, or grow in a column with a name such as year. A column of times of day completes one of dates
/// without. Dates whose offset from UTC changes are counted in UTC, or by the clock on the wall if all are at the same
/// time of day. A row that is missing on the regular clock becomes NaN, and so does an empty field. A file of a single
/// row, of numbers alone, is one series.
/// Throws: Error naming file, row and field if the file cannot be read or has no rows, rows differ in their number of
///   fields, a column that is named is not there, is named twice or holds no number, a field of a column of numbers is
///   none or is 1e150 or more in size, dates may be read in two ways, or the rows do not lie on a regular clock in
///   order of time.
/// Cost: O(size of the file); memory of the values and some 20 bytes a row.
LongSeriesSet read_long_series(const std::string& path, const LongReadOptions& options = {});

/// Likewise from an open stream; `path` is its name in messages.
LongSeriesSet read_long_series(std::istream& in, const std::string& path, const LongReadOptions& options = {});

}  // namespace softwarp
