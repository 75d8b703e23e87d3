#include "softwarp/data/measured_series.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/data/mean_and_deviation.hpp"

namespace softwarp {

TimeRange span_of(const LongSeriesSet& set) {
  TimeRange span{.begin = std::numeric_limits<Index>::max(), .end = 0};
  for (const LongSeries& series : set.series) {
    span.begin = std::min(span.begin, series.first);
    span.end = std::max(span.end, series.first + series.length());
  }
  return span;
}

TimeRange rows_in(const LongSeries& series, const TimeRange& steps) {
  const auto row = [&](Index step) { return std::clamp<Index>(step - series.first, 0, series.length()); };
  return {row(steps.begin), row(steps.end)};
}

MeasuredSeries measured(LongSeriesSet set, Index end) {
  const auto columns = static_cast<Index>(set.columns.size());
  const TimeRange part{span_of(set).begin, end};
  MeasuredSeries result{.set = std::move(set), .until = end, .mean = {}, .deviation = {}};
  result.mean.resize(columns);
  result.deviation.resize(columns);
  for (Index c = 0; c < columns; ++c) {
    double count = 0;
    const auto mean_of = [&](auto of) {
      double sum = 0;
      count = 0;
      for (const LongSeries& series : result.set.series) {
        const Index rows = rows_in(series, part).end;
        for (Index t = 0; t < rows; ++t) {
          if (std::isnan(series.values(c, t))) continue;
          sum += of(series.values(c, t));
          ++count;
        }
      }
      return count > 0 ? sum / count : 0;
    };
    const MeanAndDeviation moments = mean_and_deviation(mean_of);
    result.mean[c] = moments.mean;
    result.deviation[c] = moments.deviation;
    const auto reject = [&](const std::string& expected, const std::string& found) {
      const Clock& clock = result.set.clock;
      throw Error(result.set.name + ": expected " + expected + " in column " +
                  in_quotes(result.set.columns[static_cast<std::size_t>(c)]) + " among the " +
                  std::to_string(part.count()) + " steps to learn from, from " + clock.text(part.begin) + " to " +
                  clock.text(part.end - 1) + ", found " + found);
    };
    if (count == 0) reject("a value", "none");
    if (!(moments.deviation >= kSmallestUnit)) reject(kSmallestInWords, kSmallerInWords);
  }
  return result;
}

Vector<double> MeasuredSeries::measured_part(Index series, Index column) const {
  const LongSeries& of = set.series[static_cast<std::size_t>(series)];
  return of.values.row(column).head(rows_in(of, {of.first, until}).end).transpose();
}

}  // namespace softwarp
