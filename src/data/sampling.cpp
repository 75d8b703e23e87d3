#include "softwarp/data/sampling.hpp"

#include <algorithm>
#include <map>

#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"

namespace softwarp {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

int series_of(const RowTimes& times, std::size_t row) { return times.series.empty() ? 0 : times.series[row]; }

// Calls visit(row, the row before it of the same series) for every row that has one before it.
template <class Visit>
void for_each_pair(const RowTimes& times, Visit visit) {
  std::vector<std::size_t> last(times.series.empty() ? 1 : times.ids.size(), kNone);
  for (std::size_t row = 0; row < times.moments.size(); ++row) {
    std::size_t& before = last[static_cast<std::size_t>(series_of(times, row))];
    if (before != kNone) visit(row, before);
    before = row;
  }
}

std::string text_of(const RowTimes& times, std::size_t row) {
  const std::int64_t moment = times.moments[row];
  return times.dates ? to_text(moment, times.form) : to_text({.digits = moment, .decimals = times.decimals});
}

std::string in_row(const RowTimes& times, std::size_t row) {
  return text_of(times, row) + " in row " + std::to_string(times.rows[row]) +
         (times.series.empty() ? ""
                               : " of series " + in_quotes(times.ids[static_cast<std::size_t>(series_of(times, row))]));
}

void check_order(const RowTimes& times, std::size_t row, std::size_t before) {
  if (times.moments[row] > times.moments[before]) return;
  const bool same = times.moments[row] == times.moments[before];
  const std::string advice = std::string("; ") + (same ? "keep one row a moment" : "sort the rows by time") +
                             (times.series.empty() ? ", or give --series the column that tells series apart"
                              : same               ? " of each series"
                                                   : "");
  throw Error(times.where(row) + ": expected a moment after " + in_row(times, before) + ", found " +
              (same ? "the same" : text_of(times, row)) + advice);
}

std::int64_t most_common(const std::map<std::int64_t, std::int64_t>& counts) {
  const auto more = [](const auto& a, const auto& b) { return a.second < b.second; };
  return std::ranges::max_element(counts, more)->first;  // of several the smallest
}

// Are all rows on one day of their months, or, if that is the 29th or later, on the last day of shorter ones?
bool is_monthly(const RowTimes& times, int& day, std::int64_t& within) {
  day = 0;
  within = to_calendar(times.moments[0]).within;
  for (const std::int64_t moment : times.moments) day = std::max(day, to_calendar(moment).day);
  return std::ranges::all_of(times.moments, [&](std::int64_t moment) {
    return from_calendar({.month = to_calendar(moment).month, .day = day, .within = within}) == moment;
  });
}

void check_steps(const RowTimes& times, const Clock& clock) {
  constexpr Index kMostMissing = 20;      // steps a row
  constexpr Index kAlwaysMissing = 1000;  // steps a series
  const std::size_t count = times.series.empty() ? 1 : times.ids.size();
  std::vector<Index> rows(count, 1), missing(count, 0);
  const std::string expected = ": expected steps of " + clock.distance_text() + ", as most rows have, ";
  for_each_pair(times, [&](std::size_t row, std::size_t before) {
    const auto step = clock.step_of(times.moments[row]), step_before = clock.step_of(times.moments[before]);
    if (!step_before) return;  // the first row of the series, judged below
    if (!step) {
      throw Error(times.where(row) + expected + "found " + text_of(times, row) + " after " + in_row(times, before) +
                  "; bring the rows to equal distances first");
    }
    const auto series = static_cast<std::size_t>(series_of(times, row));
    ++rows[series];
    missing[series] += *step - *step_before - 1;
    if (missing[series] > kAlwaysMissing + kMostMissing * rows[series]) {
      throw Error(times.where(row) + expected + "found " + std::to_string(*step - *step_before - 1) +
                  " missing steps after " + in_row(times, before) + "; correct the time, or cut the file there");
    }
  });
  for (std::size_t row = 0; row < times.moments.size(); ++row) {
    if (!clock.step_of(times.moments[row])) {
      throw Error(times.where(row) + expected + "found " + in_row(times, row) + " between the steps that start at " +
                  clock.text(0) + "; shift its rows onto them");
    }
  }
}

}  // namespace

std::string RowTimes::where(std::size_t row) const {
  return path + ":" + std::to_string(rows[row]) + ":" + std::to_string(column);
}

Clock regular_clock(const RowTimes& times) {
  std::map<std::int64_t, std::int64_t> counts;  // of the distances
  for_each_pair(times, [&](std::size_t row, std::size_t before) {
    check_order(times, row, before);
    ++counts[times.moments[row] - times.moments[before]];
  });
  if (counts.empty()) {
    throw Error(times.where(0) + ": expected two rows" + (times.series.empty() ? "" : " of a series") +
                " to find the step of the time in, found one");
  }

  Clock clock{.unit = times.dates ? Clock::Unit::microseconds : Clock::Unit::numbers,
              .start = *std::ranges::min_element(times.moments),
              .distance = most_common(counts),
              .form = times.form,
              .decimals = times.decimals};
  constexpr std::int64_t kShortestMonth = 28 * kDay;
  if (times.dates && counts.begin()->first >= kShortestMonth && is_monthly(times, clock.day, clock.within)) {
    clock.unit = Clock::Unit::months;
    clock.start = to_calendar(clock.start).month;
    std::map<std::int64_t, std::int64_t> months;
    for_each_pair(times, [&](std::size_t row, std::size_t before) {
      ++months[to_calendar(times.moments[row]).month - to_calendar(times.moments[before]).month];
    });
    clock.distance = most_common(months);
  }
  check_steps(times, clock);
  return clock;
}

Index missing_steps(const RowTimes& times, const Clock& clock) {
  Index missing = 0;
  for_each_pair(times, [&](std::size_t row, std::size_t before) {
    missing += clock.step_of(times.moments[row]).value() - clock.step_of(times.moments[before]).value() - 1;
  });
  return missing;
}

}  // namespace softwarp
