#include "softwarp/data/time_stamp.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace softwarp {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kLargestNumberStamp = 4'000'000'000'000'000'000;  // and a last digit: differences fit in 64 bits

std::int64_t floor_divided(std::int64_t number, std::int64_t by) { return number / by - (number % by < 0 ? 1 : 0); }

// Reads a text from left to right.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }
  char next() const { return text_.empty() ? '\0' : text_.front(); }
  bool next_is_digit() const { return next() >= '0' && next() <= '9'; }

  bool skip(char c) {
    if (next() != c || text_.empty()) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool skip_word(std::string_view word) {
    const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
    if (!std::ranges::equal(text_.substr(0, word.size()), word, {}, upper)) return false;
    text_.remove_prefix(word.size());
    return true;
  }

  // The digits from here on, but at most `longest`; their number is left in `digits`.
  int number(int longest, int& digits) {
    int value = 0;
    for (digits = 0; digits < longest && next_is_digit(); ++digits) {
      value = 10 * value + (next() - '0');
      text_.remove_prefix(1);
    }
    return value;
  }

  std::string_view rest() const { return text_; }

 private:
  std::string_view text_;
};

bool set_date(TimeStamp& stamp, int year, int month, int day) {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return false;
  stamp.microseconds = sys_days(date).time_since_epoch().count() * kDay;
  return true;
}

bool is_date_mark(char c) { return c == '-' || c == '/' || c == '.'; }

// 2024-01-31, 2024-01, 2024-Q1, 2024Q1
bool read_year_first(Cursor& text, int year, TimeStamp& stamp) {
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
  if (form.date_mark == 0) return false;
  const int month = text.number(2, digits);
  if (digits == 1) form.padded_date = false;
  form.has_day = text.skip(form.date_mark);
  if (!form.has_day) return form.date_mark != '.' && digits > 0 && set_date(stamp, year, month, 1);
  const int day = text.number(2, digits);
  if (digits == 1) form.padded_date = false;
  return set_date(stamp, year, month, day);
}

// 31.01.2024, 01/31/2024, 01/2024
bool read_year_last(Cursor& text, int first, TimeStamp& stamp) {
  TimeForm& form = stamp.form;
  int digits = 0;
  form.date_mark = text.next();
  text.skip(form.date_mark);
  const int second = text.number(4, digits);
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

bool read_date(Cursor& text, TimeStamp& stamp) {
  int digits = 0;
  const int number = text.number(8, digits);
  if (digits == 8) {
    stamp.form.date_mark = '\0';
    return set_date(stamp, number / 10'000, number / 100 % 100, number % 100);
  }
  if (digits == 4) return read_year_first(text, number, stamp);
  if (digits == 0 || digits > 2 || !is_date_mark(text.next())) return false;
  if (digits == 1) stamp.form.padded_date = false;
  return read_year_last(text, number, stamp);
}

// The digits behind the seconds, as microseconds: smaller units must be 0.
bool read_fraction(Cursor& text, TimeStamp& stamp) {
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

bool read_time_of_day(Cursor& text, TimeStamp& stamp) {
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

  Cursor behind = text;
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

bool read_zone(Cursor& text, TimeStamp& stamp) {
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

void append(std::string& text, std::int64_t number, int digits) {
  const std::string written = std::to_string(number);
  const int missing = digits - static_cast<int>(written.size());
  if (missing > 0) text.append(static_cast<std::size_t>(missing), '0');
  text += written;
}

std::string date_text(const CalendarMonth& moment, const TimeForm& form) {
  const std::int64_t year = 1970 + floor_divided(moment.month, 12);
  const std::int64_t month = moment.month - 12 * (year - 1970) + 1;
  const int digits = form.padded_date ? 2 : 1;
  std::string text;
  const auto mark = [&] {
    if (form.date_mark != 0) text += form.date_mark;
  };
  if (form.order == DateOrder::year_first) {
    append(text, year, 4);
    mark();
    if (form.quarter) return text + 'Q' + std::to_string((month + 2) / 3);
    append(text, month, digits);
    if (!form.has_day) return text;
    mark();
    append(text, moment.day, digits);
    return text;
  }
  const bool month_first = form.order == DateOrder::month_first;
  if (form.has_day) {
    append(text, month_first ? month : moment.day, digits);
    mark();
    append(text, month_first ? moment.day : month, digits);
  } else {
    append(text, month, digits);
  }
  mark();
  append(text, year, 4);
  return text;
}

std::string time_text(std::int64_t within, const TimeForm& form) {
  std::string text(1, form.before_time);
  const std::int64_t hour = within / kHour;
  append(text, form.twelve_hours ? (hour + 11) % 12 + 1 : hour, form.padded_hour ? 2 : 1);
  const auto part = [&](std::int64_t number) {
    if (form.time_mark != 0) text += form.time_mark;
    append(text, number, 2);
  };
  if (form.time_parts > 1) part(within / kMinute % 60);
  if (form.time_parts > 2) part(within / kSecond % 60);
  if (form.decimals > 0) {
    std::string fraction;
    append(fraction, within % kSecond, 6);
    text += '.' + fraction.substr(0, static_cast<std::size_t>(form.decimals));
  }
  if (form.twelve_hours) text += hour < 12 ? " AM" : " PM";
  return text + form.zone;
}

}  // namespace

std::optional<TimeStamp> parse_time_stamp(std::string_view text) {
  TimeStamp stamp;
  Cursor cursor(text);
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

std::optional<NumberStamp> parse_number_stamp(std::string_view text) {
  constexpr int kMostDecimals = 9;
  Cursor cursor(text);
  const bool negative = cursor.skip('-');
  if (!negative) cursor.skip('+');
  NumberStamp number;
  int digits = 0, one = 0;
  const auto take_digit = [&] {
    ++digits;
    return cursor.number(1, one);
  };
  while (cursor.next_is_digit()) {
    const auto longer = with_decimals(number, number.decimals + 1);
    if (!longer) return std::nullopt;
    number.digits = *longer + take_digit();
  }
  if (cursor.skip('.') || cursor.skip(',')) {
    while (cursor.next_is_digit() && number.decimals < kMostDecimals) {
      const auto longer = with_decimals(number, number.decimals + 1);
      if (!longer) return std::nullopt;
      number = {.digits = *longer + take_digit(), .decimals = number.decimals + 1};
    }
    const bool rounded = cursor.next_is_digit();
    if (rounded && take_digit() >= 5) ++number.digits;
    while (cursor.next_is_digit()) take_digit();
    for (; rounded && number.decimals > 0 && number.digits % 10 == 0; --number.decimals) number.digits /= 10;
  }
  if (digits == 0 || !cursor.at_end()) return std::nullopt;
  if (negative) number.digits = -number.digits;
  return number;
}

std::optional<std::int64_t> with_decimals(const NumberStamp& number, int decimals) {
  std::int64_t digits = number.digits;
  for (int k = number.decimals; k < decimals; ++k) {
    if (digits > kLargestNumberStamp / 10 || digits < -kLargestNumberStamp / 10) return std::nullopt;
    digits *= 10;
  }
  return digits;
}

std::string to_text(const NumberStamp& number) {
  std::string text = std::to_string(number.digits);
  if (number.decimals == 0) return text;
  const std::size_t sign = number.digits < 0 ? 1 : 0, decimals = static_cast<std::size_t>(number.decimals);
  if (text.size() < sign + decimals + 1) text.insert(sign, sign + decimals + 1 - text.size(), '0');
  return text.insert(text.size() - decimals, ".");
}

bool widen(TimeForm& form, const TimeForm& next) {
  const bool same_order =
      form.order == next.order || form.order == DateOrder::undecided || next.order == DateOrder::undecided;
  if (!same_order || form.date_mark != next.date_mark || form.has_day != next.has_day || form.quarter != next.quarter)
    return false;
  if (form.time_parts > 0 && next.time_parts > 0) {
    const bool same_time = form.before_time == next.before_time && form.time_mark == next.time_mark &&
                           form.twelve_hours == next.twelve_hours && form.zone.empty() == next.zone.empty();
    if (!same_time) return false;
  }
  if (form.order == DateOrder::undecided) form.order = next.order;
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

std::string to_text(std::int64_t microseconds, const TimeForm& form) {
  const CalendarMonth moment = to_calendar(microseconds);
  std::string text = date_text(moment, form);
  if (form.time_parts > 0) text += time_text(moment.within, form);
  return text;
}

std::int64_t exchange_day_and_month(std::int64_t microseconds) {
  CalendarMonth moment = to_calendar(microseconds);
  const std::int64_t year = floor_divided(moment.month, 12);
  const int month = static_cast<int>(moment.month - 12 * year) + 1;
  moment.month = 12 * year + moment.day - 1;
  moment.day = month;
  return from_calendar(moment);
}

// chrono's days and years are 32 and 16 bits wide: enough for what a file writes and what follows it, in years up to
// 9999, but not for all numbers of microseconds.
CalendarMonth to_calendar(std::int64_t microseconds) {
  constexpr std::int64_t kLastDay = 10'000'000;  // in the year 29349
  const std::int64_t day = std::clamp(floor_divided(microseconds, kDay), -kLastDay, kLastDay);
  const year_month_day date{sys_days(days(static_cast<int>(day)))};
  return {.month = 12 * (static_cast<std::int64_t>(static_cast<int>(date.year())) - 1970) +
                   static_cast<unsigned>(date.month()) - 1,
          .day = static_cast<int>(static_cast<unsigned>(date.day())),
          .within = microseconds - floor_divided(microseconds, kDay) * kDay};
}

int days_of_month(std::int64_t month) {
  const std::int64_t year = 1970 + floor_divided(month, 12), of_year = month - 12 * (year - 1970);
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

}  // namespace softwarp
