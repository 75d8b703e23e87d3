/// Moments as files write them: to numbers, and back in the same form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "softwarp/data/calendar.hpp"

namespace softwarp {

/// Of the parts of a date. 01/02/2024 alone is undecided; 31/01/2024 and 01/31/2024 are not.
enum class DateOrder { year_first, day_first, month_first, undecided };

/// How months are written. May alone may be either name.
enum class MonthNames { none, may, abbreviated, full };

/// How a file writes its moments.
struct TimeForm {
  DateOrder order = DateOrder::year_first;
  char date_mark = '-';  ///< between the parts of the date: - / . or 0 for none, as in 20240131; before names of months
                         ///< a space, too
  bool has_day = true;   ///< not for months, quarters and weeks
  bool quarter = false;  ///< 2024-Q1
  bool week = false;     ///< 2024-W05 or, with a day, 2024-W05-1
  MonthNames month_names = MonthNames::none;
  bool capitals = false;      ///< JAN
  bool comma = false;         ///< Jan 31, 2024
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

/// The moment that the entire text spells, or nothing: 2024-01-31, 2024/1/31, 20240131, 31.01.2024, 31/01/2024,
/// 01/31/2024, 31 Jan 2024, 31-Jan-2024, January 31, 2024, 2024-W05-3; 2024-01, 01/2024, Jan 2024, 2024-Q1, 2024-W05, of
/// which the first day is meant (a week, as ISO 8601 counts them, begins on Monday). All that have a day may have a time
/// behind a space or a T: 13, 13:00, 13:00:00, 13:00:00.000000, 1:00 PM; then Z, UTC, GMT, +01, +01:00 or +0100. No
/// number but those of eight digits is a moment.
std::optional<TimeStamp> parse_time_stamp(std::string_view text);

/// Widens `form`, the form of a column so far, so that it covers the next moment's, too: some programs leave out a time
/// that is 00:00, or the zeros at the end of seconds. False, and nothing is changed, if one column cannot hold both.
bool widen(TimeForm& form, const TimeForm& next);

/// The moment, in microseconds as above, in the given form.
std::string to_text(std::int64_t microseconds, const TimeForm& form);

}  // namespace softwarp
