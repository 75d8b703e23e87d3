/// The regular clock behind the moments of a file's rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "softwarp/data/clock.hpp"

namespace softwarp {

/// Where the rows of a file lie in time, in the order of the file.
struct RowTimes {
  std::vector<std::int64_t> moments;  ///< microseconds since 1970 if `dates`, otherwise numbers without their point
  std::vector<int> rows;              ///< their lines in the file, for messages
  std::vector<int> series;            ///< the series of each row, from 0; empty: there is one
  std::vector<std::string> ids;       ///< of the series
  bool dates = false;
  TimeForm form = {};      ///< of dates
  int decimals = 0;        ///< of numbers
  std::string path;        ///< of the file
  std::size_t column = 1;  ///< of the time, from 1

  std::string where(std::size_t row) const;  ///< "path:line:column" of the time in a row, for messages
};

/// The clock on which all moments are steps: its distance is the most common one between a row and the row before it of
/// the same series, and step 0 is the earliest moment. Dates on the same day of different months are monthly.
/// Throws: Error naming the row, and the one before it, if a moment does not come after that, lies between two steps or
///   so far behind that most of the series would be gaps; if no series has two rows.
Clock regular_clock(const RowTimes& times);

/// Steps of the clock without a row, between the rows of each series.   Requires: `clock` is that of these times.
Index missing_steps(const RowTimes& times, const Clock& clock);

}  // namespace softwarp
