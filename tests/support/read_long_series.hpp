/// Long series from texts, for tests.
#pragma once

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/data/long_series.hpp"
#include "support/message.hpp"

namespace softwarp::test {

/// The series of a file with this text.
inline LongSeriesSet read(const std::string& text, const LongReadOptions& options = {}) {
  std::istringstream in(text);
  return read_long_series(in, "file.csv", options);
}

/// Why it is refused.
inline std::string error_for(const std::string& text, const LongReadOptions& options = {}) {
  return message_of<Error>([&] { read(text, options); });
}

using Names = std::vector<std::string>;
using Values = std::vector<double>;

/// One column of a series, with -1 for what is missing.
inline Values column_of(const LongSeriesSet& set, Index column = 0, std::size_t series = 0) {
  Values values;
  for (const double value : set.series.at(series).values.row(column)) values.push_back(std::isnan(value) ? -1 : value);
  return values;
}

/// The moments of the first series' steps.
inline Names times_of(const LongSeriesSet& set) {
  Names times;
  const LongSeries& series = set.series.at(0);
  for (Index t = 0; t < series.length(); ++t) times.push_back(set.clock.text(series.first + t));
  return times;
}

}  // namespace softwarp::test
