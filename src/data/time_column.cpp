#include "softwarp/data/time_column.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/data/fields.hpp"
#include "softwarp/data/number_stamp.hpp"

namespace softwarp {
namespace {

template <class Values, class Projection = std::identity>
bool all_equal(const Values& values, Projection projection = {}) {
  return std::ranges::adjacent_find(values, std::not_equal_to<>(), projection) == values.end();
}

bool is_gapless(const RowTimes& times) try {
  return missing_steps(times, regular_clock(times)) == 0;
} catch (const Error&) {
  return false;
}

}  // namespace

void TimeColumn::read(std::string_view field) { times_.dates ? read_date(field) : read_number(field); }

void TimeColumn::read_number(std::string_view field) {
  const bool first = times_.moments.empty();
  const auto number = parse_number_stamp(field);
  if (!number) fail(field, first ? "a date such as 2024-01-31 13:00, or a number," : "a number of at most 18 digits");
  if (number->decimals > times_.decimals) {
    for (std::int64_t& moment : times_.moments) {
      const auto longer = with_decimals({.digits = moment, .decimals = times_.decimals}, number->decimals);
      if (!longer) fail(field, "numbers of at most 18 digits with all decimals of the others");
      moment = *longer;
    }
    times_.decimals = number->decimals;
  }
  const auto moment = with_decimals(*number, times_.decimals);
  if (!moment) fail(field, "numbers of at most 18 digits with all decimals of the others");
  times_.moments.push_back(*moment);
}

void TimeColumn::read_date(std::string_view field) {
  const auto stamp = parse_time_stamp(field);
  const bool first = times_.moments.empty();
  if (!stamp) fail(field, first ? "a date such as 2024-01-31 13:00" : "a date such as " + in_quotes(example_));
  TimeForm& form = times_.form;
  const DateOrder before = form.order;
  if (first) {
    form = stamp->form;
  } else if (!widen(form, stamp->form)) {
    fail(field, "a date written as " + in_quotes(example_));
  }
  if (first || before != form.order) example_ = field;
  if (!first && before == DateOrder::undecided && form.order == DateOrder::month_first)
    std::ranges::transform(times_.moments, times_.moments.begin(), exchange_day_and_month);
  const bool exchanged = form.order == DateOrder::month_first && stamp->form.order == DateOrder::undecided;
  times_.moments.push_back(exchanged ? exchange_day_and_month(stamp->microseconds) : stamp->microseconds);
  minutes_ahead_.push_back(static_cast<std::int16_t>(stamp->offset / kMinute));
}

// Of months written as 1/1/2024, 2/1/2024, … no number is above 12, but only with the month first are they regular.
void TimeColumn::find_order() {
  RowTimes exchanged = times_;
  std::ranges::transform(times_.moments, exchanged.moments.begin(), exchange_day_and_month);
  if (is_gapless(times_) == is_gapless(exchanged)) {
    throw Error(times_.where(0) + ": expected dates that tell the day from the month, found " + in_quotes(example_) +
                " and no number above 12 in any row; write dates as 2024-01-31");
  }
  order_by_steps_ = true;
  times_.form.order = DateOrder::day_first;
  if (is_gapless(times_)) return;
  times_.form.order = DateOrder::month_first;
  times_.moments = std::move(exchanged.moments);
}

void TimeColumn::finish() {
  if (times_.form.order == DateOrder::undecided) find_order();
  const auto time_of_day = [](std::int64_t moment) { return to_calendar(moment).within; };
  if (all_equal(minutes_ahead_) || all_equal(times_.moments, time_of_day)) return;
  for (std::size_t row = 0; row < times_.moments.size(); ++row) times_.moments[row] -= minutes_ahead_[row] * kMinute;
  times_.form.zone = "Z";
}

void TimeColumn::fail(std::string_view field, const std::string& expected) const {
  throw Error(times_.where(times_.moments.size()) + ": expected " + expected + " in the time column " +
              in_quotes(name_) + ", found " + shown_field(field) +
              (times_.moments.empty() ? "; --time names the column of the time" : ""));
}

}  // namespace softwarp
