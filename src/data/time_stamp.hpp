/// Moments as files write them: to numbers, and back in the same form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace softwarp {

/// Of the parts of a date. 01/02/2024 alone is undecided; 31/01/2024 and 01/31/2024 are not.
enum class DateOrder { year_first, day_first, month_first, undecided };

/// How a file writes its moments.
struct TimeForm {
  DateOrder order = DateOrder::year_first;
  char date_mark = '-';       ///< between the parts of the date: - / . or 0 for none, as in 20240131
  bool has_day = true;        ///< not for months and quarters
  bool quarter = false;       ///< 2024-Q1
  bool padded_date = true;    ///< 01.02.2024, not 1.2.2024
  bool padded_hour = true;    ///< 09:00, not 9:00
  bool twelve_hours = false;  ///< 1:00 PM
  char before_time = ' ';     ///< a space or a T
  char time_mark = ':';       ///< between hours and minutes: : or 0 for none, as in 20240131T1300
  int time_parts = 0;         ///< 1: hours, 2: and minutes, 3: and seconds
  int decimals = 0;           ///< of the seconds
  std::string zone = {};      ///< Z, +01:00, … as written, with the space before it; empty: none

  bool operator==(const TimeForm&) const = default;
};

/// A moment that was read.
struct TimeStamp {
  std::int64_t microseconds = 0;  ///< since 1970-01-01T00:00:00, as the clock on the wall shows it
  std::int64_t offset = 0;        ///< of that clock, in microseconds ahead of UTC; 0 without a zone
  TimeForm form = {};             ///< of an undecided order: the day is taken as first
};

/// A moment that is a number: digits · 10^−decimals.
struct NumberStamp {
  std::int64_t digits = 0;
  int decimals = 0;

  bool operator==(const NumberStamp&) const = default;
};

/// The number that the entire text spells, with a point or a comma, rounded to 9 decimals; or nothing, also if the
/// difference of two such numbers may not fit in 64 bits. Digits beyond the 9th are what rounding left of others, so
/// that zeros before them do not count as decimals.
std::optional<NumberStamp> parse_number_stamp(std::string_view text);

/// The same number with more decimals; nothing if that is too large, as above.
std::optional<std::int64_t> with_decimals(const NumberStamp& number, int decimals);

/// The number with all its decimals.
std::string to_text(const NumberStamp& number);

/// Days are those of the Gregorian calendar, all of equal length.
inline constexpr std::int64_t kSecond = 1'000'000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;

/// The moment that the entire text spells, or nothing: 2024-01-31, 2024/1/31, 20240131, 31.01.2024, 31/01/2024,
/// 01/31/2024, 2024-01, 01/2024, 2024-Q1; all that have a day with a time behind a space or a T: 13, 13:00, 13:00:00,
/// 13:00:00.000000, 1:00 PM; then Z, UTC, GMT, +01, +01:00 or +0100. No number but those of eight digits is a moment.
std::optional<TimeStamp> parse_time_stamp(std::string_view text);

/// Widens `form`, the form of a column so far, so that it covers the next moment's, too: some programs leave out a time
/// that is 00:00, or the zeros at the end of seconds. False, and nothing is changed, if one column cannot hold both.
bool widen(TimeForm& form, const TimeForm& next);

/// The moment, in microseconds as above, in the given form.
std::string to_text(std::int64_t microseconds, const TimeForm& form);

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

/// Days that a month has, counted since January 1970.
int days_of_month(std::int64_t month);

/// The inverse of to_calendar(); a day that the month does not have is its last one.
std::int64_t from_calendar(const CalendarMonth& moment);

}  // namespace softwarp
