#include "softwarp/data/calendar.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace softwarp {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

std::int64_t floor_divided(std::int64_t number, std::int64_t by) { return number / by - (number % by < 0 ? 1 : 0); }

// What the division leaves: from 0 to less than `by`.
std::int64_t left_by(std::int64_t number, std::int64_t by) { return number % by + (number % by < 0 ? by : 0); }

// chrono's days and years are 32 and 16 bits wide: enough for what a file writes and what follows it, in years up to
// 9999, but not for all numbers of microseconds.
std::int64_t day_of(std::int64_t microseconds) {
  constexpr std::int64_t kLastDay = 10'000'000;  // in the year 29349
  return std::clamp(floor_divided(microseconds, kDay), -kLastDay, kLastDay);
}

}  // namespace

std::int64_t exchange_day_and_month(std::int64_t microseconds) {
  CalendarMonth moment = to_calendar(microseconds);
  const std::int64_t year = floor_divided(moment.month, 12);
  const int month = static_cast<int>(moment.month - 12 * year) + 1;
  moment.month = 12 * year + moment.day - 1;
  moment.day = month;
  return from_calendar(moment);
}

CalendarMonth to_calendar(std::int64_t microseconds) {
  const std::int64_t day = day_of(microseconds);
  const year_month_day date{sys_days(days(static_cast<int>(day)))};
  return {.month = 12 * (static_cast<std::int64_t>(static_cast<int>(date.year())) - 1970) +
                   static_cast<unsigned>(date.month()) - 1,
          .day = static_cast<int>(static_cast<unsigned>(date.day())),
          .within = left_by(microseconds, kDay)};
}

std::string_view month_name(int month) {
  constexpr std::array<std::string_view, 12> kNames{"JANUARY",   "FEBRUARY", "MARCH",    "APRIL",
                                                    "MAY",       "JUNE",     "JULY",     "AUGUST",
                                                    "SEPTEMBER", "OCTOBER",  "NOVEMBER", "DECEMBER"};
  return kNames[static_cast<std::size_t>(month - 1)];
}

std::int64_t year_of(std::int64_t month) { return 1970 + floor_divided(month, 12); }

int days_of_month(std::int64_t month) {
  const std::int64_t year = year_of(month), of_year = month - 12 * (year - 1970);
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return of_year == 1 && leap ? 29 : kDays[static_cast<std::size_t>(of_year)];
}

std::int64_t from_calendar(const CalendarMonth& moment) {
  constexpr std::int64_t kLastMonth = 300'000;  // in the year 26970
  const std::int64_t month = std::clamp(moment.month, -kLastMonth, kLastMonth);
  const std::int64_t year = floor_divided(month, 12);
  const year_month_day first{std::chrono::year(static_cast<int>(1970 + year)),
                             std::chrono::month(static_cast<unsigned>(month - 12 * year + 1)), std::chrono::day(1)};
  const int day = std::min(moment.day, days_of_month(month));
  return (sys_days(first).time_since_epoch().count() + day - 1) * kDay + moment.within;
}

IsoWeek to_iso_week(std::int64_t microseconds) {
  const std::int64_t day = day_of(microseconds);
  const std::int64_t of_week = left_by(day + 3, 7);  // from 0, Monday: 1970 began on a Thursday
  const std::int64_t thursday = (day - of_week + 3) * kDay;
  const std::int64_t year = year_of(to_calendar(thursday).month);
  const std::int64_t days_before = (thursday - from_calendar({.month = 12 * (year - 1970)})) / kDay;
  return {.year = year, .week = static_cast<int>(days_before / 7) + 1, .day = static_cast<int>(of_week) + 1};
}

std::int64_t from_iso_week(const IsoWeek& date) {
  const std::int64_t fourth_of_january = from_calendar({.month = 12 * (date.year - 1970), .day = 4});  // in week 1
  const int days = 7 * (date.week - 1) + date.day - to_iso_week(fourth_of_january).day;
  return fourth_of_january + days * kDay;
}

}  // namespace softwarp
