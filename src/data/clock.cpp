#include "softwarp/data/clock.hpp"

#include <limits>

namespace softwarp {
namespace {

// start + step · distance, or the closest number to it.
std::int64_t advanced(std::int64_t start, std::int64_t step, std::int64_t distance) {
  using Limits = std::numeric_limits<std::int64_t>;
  std::int64_t way = 0, end = 0;
  if (__builtin_mul_overflow(step, distance, &way)) way = step < 0 ? Limits::min() : Limits::max();
  if (__builtin_add_overflow(start, way, &end)) end = way < 0 ? Limits::min() : Limits::max();
  return end;
}

std::string counted(std::int64_t number, const std::string& thing) {
  return std::to_string(number) + " " + thing + (number == 1 ? "" : "s");
}

NumberStamp shortened(NumberStamp number) {
  for (; number.decimals > 0 && number.digits % 10 == 0; --number.decimals) number.digits /= 10;
  return number;
}

}  // namespace

std::int64_t Clock::moment(Index step) const {
  const std::int64_t value = advanced(start, step, distance);
  return unit == Unit::months ? from_calendar({.month = value, .day = day, .within = within}) : value;
}

std::string Clock::text(Index step) const {
  const bool is_number = unit == Unit::rows || unit == Unit::numbers;
  return is_number ? to_text({.digits = moment(step), .decimals = decimals}) : to_text(moment(step), form);
}

std::optional<Index> Clock::step_of(std::int64_t moment) const {
  std::int64_t value = moment;
  if (unit == Unit::months) {
    const CalendarMonth calendar = to_calendar(moment);
    if (from_calendar({.month = calendar.month, .day = day, .within = within}) != moment) return std::nullopt;
    value = calendar.month;
  }
  std::int64_t way = 0;
  if (__builtin_sub_overflow(value, start, &way) || way % distance != 0) return std::nullopt;
  return way / distance;
}

std::string Clock::distance_text() const {
  switch (unit) {
    case Unit::rows:
      return counted(distance, "row");
    case Unit::numbers:
      return to_text(shortened({.digits = distance, .decimals = decimals}));
    case Unit::months:
      return distance % 12 == 0 ? counted(distance / 12, "year") : counted(distance, "month");
    case Unit::microseconds:
      break;
  }
  if (distance % kDay == 0) return counted(distance / kDay, "day");
  if (distance % kHour == 0) return counted(distance / kHour, "hour");
  if (distance % kMinute == 0) return counted(distance / kMinute, "minute");
  if (distance % kSecond == 0) return counted(distance / kSecond, "second");
  return distance % 1000 == 0 ? counted(distance / 1000, "millisecond") : counted(distance, "microsecond");
}

}  // namespace softwarp
