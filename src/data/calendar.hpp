/// The Gregorian calendar: from microseconds since 1970 to months and days, and back.
#pragma once

#include <cstdint>

namespace softwarp {

/// Days are those of the Gregorian calendar, all of equal length.
inline constexpr std::int64_t kSecond = 1'000'000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;

/// The same moment with day and month exchanged, both of which are at most 12.
std::int64_t exchange_day_and_month(std::int64_t microseconds);

/// A moment in months.
struct CalendarMonth {
  std::int64_t month = 0;   ///< since January 1970
  int day = 1;              ///< from 1
  std::int64_t within = 0;  ///< microseconds since the day began

  bool operator==(const CalendarMonth&) const = default;
};

CalendarMonth to_calendar(std::int64_t microseconds);

/// The year of a month that is counted since January 1970.
std::int64_t year_of(std::int64_t month);

/// Days that a month has, counted since January 1970.
int days_of_month(std::int64_t month);

/// The inverse of to_calendar(); a day that the month does not have is its last one.
std::int64_t from_calendar(const CalendarMonth& moment);

}  // namespace softwarp
