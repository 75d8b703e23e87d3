#include "softwarp/data/reading_in_words.hpp"

#include <algorithm>

#include "softwarp/core/in_quotes.hpp"
#include "softwarp/data/long_columns.hpp"

namespace softwarp {
namespace {

std::string number_of(Index number, const std::string& thing) {
  return (number == 0 ? "no" : std::to_string(number)) + " " + thing + (number == 1 ? "" : "s");
}

std::string time_in_words(const LongSeriesSet& set) {
  if (set.reading.time.empty()) return "no time column, so rows are the steps";
  Index first = set.series[0].first, last = first;
  for (const LongSeries& series : set.series) {
    first = std::min(first, series.first);
    last = std::max(last, series.first + series.length() - 1);
  }
  const std::string& time_of_day = set.reading.time_of_day;
  return "time " + in_quotes(set.reading.time) + (time_of_day.empty() ? "" : " and " + in_quotes(time_of_day)) +
         ", steps of " + set.clock.distance_text() + " from " + set.clock.text(first) + " to " + set.clock.text(last);
}

}  // namespace

std::string reading_in_words(const LongSeriesSet& set) {
  const LongReading& reading = set.reading;
  const auto first_covariate = set.columns.begin() + set.targets;
  std::string text = number_of(reading.rows, "row") + ": " + time_in_words(set) + "; to forecast " +
                     listed({set.columns.begin(), first_covariate});
  if (first_covariate != set.columns.end()) text += "; seen beside it " + listed({first_covariate, set.columns.end()});
  if (!reading.series.empty()) text += "; " + std::to_string(set.count()) + " series by " + in_quotes(reading.series);

  text += "\nmissing: " + number_of(reading.gaps, "row") + ", " + number_of(reading.missing, "value");
  if (!reading.left_out.empty()) text += "; left out: " + listed(reading.left_out);
  if (!reading.header) text += "; no header";
  if (reading.order_by_steps) {
    text += std::string("; dates read with the ") + (set.clock.form.order == DateOrder::day_first ? "day" : "month") +
            " first, as only so steps are equal";
  }
  if (reading.decimal_comma) text += "; numbers have a decimal comma";
  return text;
}

}  // namespace softwarp
