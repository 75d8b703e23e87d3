#include <algorithm>

#include "softwarp/data/time_stamp.hpp"

namespace softwarp {
namespace {

void append(std::string& text, std::int64_t number, int digits) {
  const std::string written = std::to_string(number);
  const int missing = digits - static_cast<int>(written.size());
  if (missing > 0) text.append(static_cast<std::size_t>(missing), '0');
  text += written;
}

std::string month_text(std::int64_t month, const TimeForm& form) {
  std::string text;
  if (form.month_names == MonthNames::none) {
    append(text, month, form.padded_date ? 2 : 1);
    return text;
  }
  text = month_name(static_cast<int>(month));
  if (form.month_names != MonthNames::full) text.resize(kShortMonth);
  if (form.capitals) return text;
  const auto lower = [](char c) { return static_cast<char>(c - 'A' + 'a'); };
  std::transform(text.begin() + 1, text.end(), text.begin() + 1, lower);
  return text;
}

std::string date_text(const CalendarMonth& moment, const TimeForm& form) {
  const std::int64_t year = year_of(moment.month);
  const std::int64_t month = moment.month - 12 * (year - 1970) + 1;
  const int digits = form.padded_date ? 2 : 1;
  std::string text;
  const auto mark = [&] {
    if (form.date_mark != 0) text += form.date_mark;
  };
  if (form.week) {
    const IsoWeek date = to_iso_week(from_calendar(moment));
    append(text, date.year, 4);
    mark();
    text += 'W';
    append(text, date.week, 2);
    if (!form.has_day) return text;
    mark();
    return text + std::to_string(date.day);
  }
  if (form.order == DateOrder::year_first) {
    append(text, year, 4);
    mark();
    if (form.quarter) return text + 'Q' + std::to_string((month + 2) / 3);
    text += month_text(month, form);
    if (!form.has_day) return text;
    mark();
    append(text, moment.day, digits);
    return text;
  }
  const bool month_first = form.order == DateOrder::month_first;
  if (form.has_day && !month_first) {
    append(text, moment.day, digits);
    mark();
  }
  text += month_text(month, form);
  mark();
  if (form.has_day && month_first) {
    append(text, moment.day, digits);
    if (form.comma) text += ',';
    mark();
  }
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

std::string to_text(std::int64_t microseconds, const TimeForm& form) {
  const CalendarMonth moment = to_calendar(microseconds);
  std::string text = date_text(moment, form);
  if (form.time_parts > 0) text += time_text(moment.within, form);
  return text;
}

}  // namespace softwarp
