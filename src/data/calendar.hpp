/// The Gregorian calendar: from microseconds since 1970 to months and days, and back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

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

/// The English name of the k-th month, k from 1, in capitals, and how much of it is its short name.
std::string_view month_name(int month);
inline constexpr std::size_t kShortMonth = 3;

/// The year of a month that is counted since January 1970.
std::int64_t year_of(std::int64_t month);

/// Days that a month has, counted since January 1970.
int days_of_month(std::int64_t month);

/// The inverse of to_calendar(); a day that the month does not have is its last one.
std::int64_t from_calendar(const CalendarMonth& moment);

/// A day in weeks from Monday to Sunday, which belong to the year that has their Thursday.
struct IsoWeek {
  std::int64_t year = 1970;
  int week = 1;  ///< from 1 to 52 or 53
  int day = 1;   ///< from 1, Monday

  bool operator==(const IsoWeek&) const = default;
};

IsoWeek to_iso_week(std::int64_t microseconds);

/// The moment at which that day begins. A week 53 that the year does not have is the first one of the next year.
std::int64_t from_iso_week(const IsoWeek& date);

}  // namespace softwarp
