#include "softwarp/data/time_stamp.hpp"

#include <algorithm>

#include "softwarp/data/text_cursor.hpp"

namespace softwarp {
namespace {

bool set_date(TimeStamp& stamp, int year, int month, int day) {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const CalendarMonth date{.month = 12 * (year - 1970) + month - 1, .day = day};
  if (day > days_of_month(date.month)) return false;
  stamp.microseconds = from_calendar(date);
  return true;
}

bool is_date_mark(char c) { return c == '-' || c == '/' || c == '.'; }

// The month that a name spells, in whatever case, or 0: nothing.
int read_month_name(TextCursor& text, TimeForm& form) {
  const std::string_view spelt = text.rest();
  for (int month = 1; month <= 12; ++month) {
    const std::string_view name = month_name(month);
    const bool full = text.skip_word(name);
    if (!full && !text.skip_word(name.substr(0, kShortMonth))) continue;
    form.month_names = name.size() == kShortMonth ? MonthNames::may : full ? MonthNames::full : MonthNames::abbreviated;
    form.capitals = spelt[1] < 'a';
    return month;
  }
  return 0;
}

// 2024-W05, 2024W05, 2024-W05-1, 2024W051: what follows the W.
bool read_week(TextCursor& text, int year, TimeStamp& stamp) {
  TimeForm& form = stamp.form;
  int digits = 0, of_day = 0;
  IsoWeek date{.year = year, .week = text.number(2, digits), .day = 1};
  form.week = true;
  form.has_day = form.date_mark == 0 ? text.next_is_digit() : text.skip(form.date_mark);
  if (form.has_day) date.day = text.number(1, of_day);
  stamp.microseconds = from_iso_week(date);
  return digits == 2 && of_day == (form.has_day ? 1 : 0) && year > 1 && to_iso_week(stamp.microseconds) == date;
}

// 2024-01-31, 2024-Jan-31, 2024-01, 2024-Q1, 2024Q1, 2024-W05
bool read_year_first(TextCursor& text, int year, TimeStamp& stamp) {
  TimeForm& form = stamp.form;
  int digits = 0;
  form.date_mark = is_date_mark(text.next()) ? text.next() : '\0';
  if (form.date_mark != 0) text.skip(form.date_mark);
  if (form.date_mark != '.' && text.skip('Q')) {
    form.quarter = true;
    form.has_day = false;
    const int quarter = text.number(1, digits);
    return quarter <= 4 && set_date(stamp, year, 3 * quarter - 2, 1);
  }
  if ((form.date_mark == '-' || form.date_mark == 0) && text.skip('W')) return read_week(text, year, stamp);
  if (form.date_mark == 0) return false;
  int month = read_month_name(text, form);
  if (month == 0) {
    month = text.number(2, digits);
    if (digits == 1) form.padded_date = false;
  }
  form.has_day = text.skip(form.date_mark);
  if (!form.has_day) return form.date_mark != '.' && month > 0 && set_date(stamp, year, month, 1);
  const int day = text.number(2, digits);
  if (digits == 1) form.padded_date = false;
  return set_date(stamp, year, month, day);
}

// 31.01.2024, 01/31/2024, 01/2024, 31 Jan 2024: what follows the first number.
bool read_year_last(TextCursor& text, int first, TimeStamp& stamp) {
  TimeForm& form = stamp.form;
  int digits = 0;
  form.date_mark = text.next();
  text.skip(form.date_mark);
  if (const int month = read_month_name(text, form); month > 0) {
    form.order = DateOrder::day_first;
    const int year = text.skip(form.date_mark) ? text.number(4, digits) : 0;
    return digits == 4 && set_date(stamp, year, month, first);
  }
  const int second = text.number(4, digits);
  if (form.date_mark == ' ') return false;
  if (digits == 4) {
    form.has_day = false;
    form.order = DateOrder::month_first;
    return form.date_mark != '.' && set_date(stamp, second, first, 1);
  }
  if (digits == 0 || digits > 2 || !text.skip(form.date_mark)) return false;
  if (digits == 1) form.padded_date = false;
  const int year = text.number(4, digits);
  if (digits != 4) return false;
  form.order = form.date_mark == '.' || first > 12 ? DateOrder::day_first
               : second > 12                       ? DateOrder::month_first
                                                   : DateOrder::undecided;
  return form.order == DateOrder::month_first ? set_date(stamp, year, first, second)
                                              : set_date(stamp, year, second, first);
}

// Jan 31, 2024, Jan-31-2024, Jan 2024
bool read_month_first(TextCursor& text, TimeStamp& stamp) {
  TimeForm& form = stamp.form;
  const int month = read_month_name(text, form);
  form.date_mark = text.next();
  if (month == 0 || (form.date_mark != ' ' && !is_date_mark(form.date_mark))) return false;
  text.skip(form.date_mark);
  form.order = DateOrder::month_first;
  int digits = 0;
  const int number = text.number(4, digits);
  form.has_day = digits <= 2;
  if (!form.has_day) return digits == 4 && set_date(stamp, number, month, 1);
  form.padded_date = digits == 2;
  form.comma = text.skip(',');
  const int year = text.skip(form.date_mark) ? text.number(4, digits) : 0;
  return digits == 4 && set_date(stamp, year, month, number);
}

bool read_date(TextCursor& text, TimeStamp& stamp) {
  int digits = 0;
  const int number = text.number(8, digits);
  if (digits == 8) {
    stamp.form.date_mark = '\0';
    return set_date(stamp, number / 10'000, number / 100 % 100, number % 100);
  }
  if (digits == 0) return read_month_first(text, stamp);
  if (digits == 4) return read_year_first(text, number, stamp);
  if (digits > 2 || (text.next() != ' ' && !is_date_mark(text.next()))) return false;
  if (digits == 1) stamp.form.padded_date = false;
  return read_year_last(text, number, stamp);
}

// The digits behind the seconds, as microseconds: smaller units must be 0.
bool read_fraction(TextCursor& text, TimeStamp& stamp) {
  int digits = 0;
  std::int64_t unit = kSecond;
  for (; text.next_is_digit(); unit /= 10) {
    int one = 0;
    const int digit = text.number(1, one);
    if (unit <= 1 && digit != 0) return false;
    if (unit > 1) {
      ++digits;
      stamp.microseconds += digit * (unit / 10);
    }
  }
  stamp.form.decimals = digits;
  return digits > 0;
}

bool read_time_of_day(TextCursor& text, TimeStamp& stamp) {
  TimeForm& form = stamp.form;
  int digits = 0, minute = 0, second = 0;
  int hour = text.number(2, digits);
  if (digits == 0) return false;
  form.padded_hour = digits == 2;
  form.time_parts = 1;
  form.time_mark = text.next() == ':' || form.date_mark != 0 || !text.next_is_digit() ? ':' : '\0';
  const auto next_part = [&](int& part) {
    if (form.time_mark == 0 ? !text.next_is_digit() : !text.skip(form.time_mark)) return true;
    part = text.number(2, digits);
    ++form.time_parts;
    return digits == 2 && part < 60;
  };
  if (!next_part(minute)) return false;
  if (form.time_parts == 2 && !next_part(second)) return false;
  stamp.microseconds += minute * kMinute + second * kSecond;
  if (form.time_parts == 3 && text.skip('.') && !read_fraction(text, stamp)) return false;

  TextCursor behind = text;
  behind.skip(' ');
  const bool afternoon = behind.skip_word("PM");
  if (afternoon || behind.skip_word("AM")) {
    if (hour < 1 || hour > 12) return false;
    form.twelve_hours = true;
    hour = hour % 12 + (afternoon ? 12 : 0);
    text = behind;
  }
  if (hour > 24 || (hour == 24 && stamp.microseconds % kDay != 0)) return false;  // 24:00 ends a day
  stamp.microseconds += hour * kHour;
  return true;
}

bool read_zone(TextCursor& text, TimeStamp& stamp) {
  stamp.form.zone = text.rest();
  text.skip(' ');
  if (text.skip('Z') || text.skip_word("UTC") || text.skip_word("GMT")) return true;
  const bool behind_utc = text.next() == '-';
  if (!text.skip('+') && !text.skip('-')) return false;
  int digits = 0, minutes = 0;
  const int hours = text.number(2, digits);
  if (digits != 2 || hours > 14) return false;
  if (!text.at_end()) {
    text.skip(':');
    minutes = text.number(2, digits);
    if (digits != 2 || minutes > 59) return false;
  }
  stamp.offset = (behind_utc ? -1 : 1) * (hours * kHour + minutes * kMinute);
  return true;
}

}  // namespace

std::optional<TimeStamp> parse_time_stamp(std::string_view text) {
  TimeStamp stamp;
  TextCursor cursor(text);
  if (!read_date(cursor, stamp)) return std::nullopt;
  if (stamp.form.has_day && (cursor.next() == ' ' || cursor.next() == 'T')) {
    stamp.form.before_time = cursor.next();
    cursor.skip(cursor.next());
    if (!read_time_of_day(cursor, stamp)) return std::nullopt;
    if (!cursor.at_end() && !read_zone(cursor, stamp)) return std::nullopt;
  }
  if (!cursor.at_end()) return std::nullopt;
  return stamp;
}

bool widen(TimeForm& form, const TimeForm& next) {
  const bool same_order =
      form.order == next.order || form.order == DateOrder::undecided || next.order == DateOrder::undecided;
  const auto either = [](MonthNames names, MonthNames others) {
    return names == others || (names == MonthNames::may && others != MonthNames::none);
  };
  const bool same_names = either(form.month_names, next.month_names) || either(next.month_names, form.month_names);
  if (!same_order || !same_names || form.date_mark != next.date_mark || form.has_day != next.has_day ||
      form.quarter != next.quarter || form.week != next.week || form.comma != next.comma)
    return false;
  if (form.time_parts > 0 && next.time_parts > 0) {
    const bool same_time = form.before_time == next.before_time && form.time_mark == next.time_mark &&
                           form.twelve_hours == next.twelve_hours && form.zone.empty() == next.zone.empty();
    if (!same_time) return false;
  }
  if (form.order == DateOrder::undecided) form.order = next.order;
  if (form.month_names == MonthNames::may) form.month_names = next.month_names;
  form.padded_date &= next.padded_date;
  if (next.time_parts == 0) return true;
  if (form.time_parts == 0) {
    form.before_time = next.before_time;
    form.time_mark = next.time_mark;
    form.twelve_hours = next.twelve_hours;
  }
  form.padded_hour &= next.padded_hour;
  form.time_parts = std::max(form.time_parts, next.time_parts);
  form.decimals = std::max(form.decimals, next.decimals);
  form.zone = next.zone;
  return true;
}

}  // namespace softwarp
