#include "softwarp/data/time_stamp.hpp"

#include <limits>

#include "support/catch.hpp"

using namespace softwarp;

namespace {

TimeStamp parsed(const std::string& text) {
  CAPTURE(text);
  const auto stamp = parse_time_stamp(text);
  REQUIRE(stamp);
  return *stamp;
}

// 2024-01-31, counted by hand: 54 years, 13 of them leap years, and 30 days.
constexpr std::int64_t kLastOfJanuary = (54 * 365 + 13 + 30) * kDay;

std::string written_after(const std::string& first, std::initializer_list<const char*> others, std::int64_t moment) {
  TimeForm form = parsed(first).form;
  for (const char* other : others) {
    CAPTURE(first, other);
    REQUIRE(widen(form, parsed(other).form));
  }
  return to_text(moment, form);
}

bool one_column(const std::string& first, const std::string& second) {
  TimeForm form = parsed(first).form;
  return widen(form, parsed(second).form);
}

}  // namespace

TEST_CASE("dates in every form are the same day, and are written as they were read") {
  const std::string text =
      GENERATE(as<std::string>(), "2024-01-31", "2024/01/31", "2024.01.31", "2024/1/31", "20240131", "31.01.2024",
               "31.1.2024", "31/01/2024", "31-01-2024", "01/31/2024", "1/31/2024", "01-31-2024", "31 Jan 2024",
               "31-JAN-2024", "31/Jan/2024", "31 January 2024", "2024-Jan-31", "Jan 31, 2024", "January 31, 2024",
               "Jan-31-2024", "JAN 31 2024", "2024-W05-3", "2024W053");
  CHECK(parsed(text).microseconds == kLastOfJanuary);
  CHECK(to_text(kLastOfJanuary, parsed(text).form) == text);
}

TEST_CASE("times of day in every form are the same moment, and are written as they were read") {
  const std::string date = GENERATE(as<std::string>(), "2024-01-31", "31.01.2024", "1/31/2024", "20240131");
  const std::string time = GENERATE(as<std::string>(), " 13", "T13:00", " 13:00", " 13:00:00", "T13:00:00.0",
                                    " 13:00:00.000000", " 1:00 PM", " 01:00:00 PM");
  const std::string zone = GENERATE(as<std::string>(), "", "Z", " UTC", "+01:00", "-0330", "+05", " +00:00");
  const TimeStamp stamp = parsed(date + time + zone);
  CHECK(stamp.microseconds == kLastOfJanuary + 13 * kHour);
  CHECK(to_text(stamp.microseconds, stamp.form) == date + time + zone);
}

TEST_CASE("the parts of a time add up") {
  CHECK(parsed("1970-01-01").microseconds == 0);
  CHECK(parsed("1970-01-02 03:04:05.678901").microseconds == kDay + 3 * kHour + 4 * kMinute + 5'678'901);
  CHECK(parsed("1970-01-01 00:00:00.25").microseconds == 250'000);
  CHECK(parsed("1970-01-01 00:00:00.000001000").microseconds == 1);
  CHECK(parsed("1969-12-31 23:59:59").microseconds == -kSecond);
  CHECK(parsed("1970-01-01 24:00").microseconds == kDay);
  CHECK(parsed("1970-01-01 12:30 AM").microseconds == 30 * kMinute);
  CHECK(parsed("1970-01-01 12:30 pm").microseconds == 12 * kHour + 30 * kMinute);
  CHECK(parsed("19700101T010203").microseconds == kHour + 2 * kMinute + 3 * kSecond);
  CHECK(to_text(kHour, parsed("19700101T010203").form) == "19700101T010000");
}

TEST_CASE("a zone is how far its clock is ahead of UTC") {
  CHECK(parsed("2024-01-31T13:00Z").offset == 0);
  CHECK(parsed("2024-01-31T13:00+01:30").offset == 90 * kMinute);
  CHECK(parsed("2024-01-31T13:00-0800").offset == -8 * kHour);
}

TEST_CASE("months and quarters begin with their first day") {
  CHECK(parsed("1949-01").microseconds == -(21 * 365 + 5) * kDay);
  CHECK(parsed("1970-02").microseconds == 31 * kDay);
  CHECK(parsed("02/1970").microseconds == 31 * kDay);
  CHECK(parsed("1970-Q2").microseconds == 90 * kDay);
  CHECK(to_text(31 * kDay, parsed("1949-01").form) == "1970-02");
  CHECK(to_text(31 * kDay, parsed("1/1949").form) == "2/1970");
  CHECK(to_text(90 * kDay, parsed("1949Q1").form) == "1970Q2");
  CHECK(to_text(90 * kDay, parsed("1949-Q1").form) == "1970-Q2");
}

TEST_CASE("months may be named, in short or in full") {
  CHECK(parsed("Feb 1970").microseconds == 31 * kDay);
  CHECK(to_text(31 * kDay, parsed("Jan 1970").form) == "Feb 1970");
  CHECK(to_text(31 * kDay, parsed("JANUARY-1970").form) == "FEBRUARY-1970");
  CHECK(to_text(31 * kDay + 9 * kHour, parsed("1-jan-1970 10:00").form) == "1-Feb-1970 09:00");
  CHECK(parsed("sep 30, 1970 1:00 PM").microseconds == 272 * kDay + 13 * kHour);
  CHECK(written_after("May 1970", {"Jun 1970"}, 31 * kDay) == "Feb 1970");
  CHECK(written_after("May 1970", {"June 1970"}, 31 * kDay) == "February 1970");
  CHECK(written_after("June 1970", {"May 1970"}, 31 * kDay) == "February 1970");
  CHECK(written_after("30 Apr 1970", {"1 May 1970"}, kDay) == "2 Jan 1970");
  CHECK_FALSE(one_column("Jun 1970", "July 1970"));
  CHECK_FALSE(one_column("2 Jan 1970", "Jan 2 1970"));
  CHECK_FALSE(one_column("Jan 2, 1970", "Jan 3 1970"));
  CHECK_FALSE(one_column("2-Jan-1970", "2-1-1970"));
}

TEST_CASE("weeks begin on Monday and belong to the year of their Thursday") {
  CHECK(parsed("1970-W01").microseconds == -3 * kDay);
  CHECK(parsed("1970-W01-4").microseconds == 0);
  CHECK(to_text(parsed("2024-02-05").microseconds, parsed("2024-W05").form) == "2024-W06");
  CHECK(to_text(parsed("2024-12-30").microseconds, parsed("2024W05").form) == "2025W01");
  CHECK(to_text(parsed("2021-01-03").microseconds, parsed("2020-W53-1").form) == "2020-W53-7");
  CHECK(parsed("2024-W05-1T13:00").microseconds == parsed("2024-01-29 13:00").microseconds);
  for (std::int64_t day = -20'000; day < 40'000; ++day) {
    const IsoWeek week = to_iso_week(day * kDay), next = to_iso_week((day + 1) * kDay);
    REQUIRE(from_iso_week(week) == day * kDay);
    REQUIRE(next.day == week.day % 7 + 1);
    REQUIRE((week.day < 7 || next.week == week.week + 1 || (next.week == 1 && next.year == week.year + 1)));
  }
  CHECK_FALSE(one_column("2024-W05", "2024-W05-1"));
  CHECK_FALSE(one_column("2024-W05-1", "2024-01-05"));
}

TEST_CASE("leap years have a 29th of February") {
  CHECK(parse_time_stamp("2024-02-29"));
  CHECK(parse_time_stamp("2000-02-29"));
  CHECK_FALSE(parse_time_stamp("2023-02-29"));
  CHECK_FALSE(parse_time_stamp("1900-02-29"));
  for (std::int64_t month = -12 * 500; month < 12 * 500; ++month) {
    const std::int64_t begin = from_calendar({.month = month}), next = from_calendar({.month = month + 1});
    REQUIRE(next - begin == days_of_month(month) * kDay);
    REQUIRE(to_calendar(next - 1) == CalendarMonth{month, days_of_month(month), kDay - 1});
  }
}

TEST_CASE("of two small numbers it is open which one is the day, until another row says so") {
  CHECK(parsed("01/02/2024").form.order == DateOrder::undecided);
  CHECK(parsed("01-02-2024").form.order == DateOrder::undecided);
  CHECK(parsed("01.02.2024").form.order == DateOrder::day_first);
  CHECK(parsed("13/02/2024").form.order == DateOrder::day_first);
  CHECK(parsed("01/13/2024").form.order == DateOrder::month_first);
  CHECK(parsed("01/02/2024").microseconds == parsed("2024-02-01").microseconds);
  CHECK(exchange_day_and_month(parsed("2024-02-01 07:00").microseconds) == parsed("2024-01-02 07:00").microseconds);
  CHECK(written_after("01/02/2024", {"01/13/2024"}, kLastOfJanuary) == "01/31/2024");
  CHECK(written_after("13/02/2024", {"01/02/2024"}, kLastOfJanuary) == "31/01/2024");
  CHECK_FALSE(one_column("13/02/2024", "01/13/2024"));
}

TEST_CASE("the form of a column covers what its rows leave out") {
  CHECK(written_after("2024-01-01", {"2024-01-01 01:00:00"}, kLastOfJanuary) == "2024-01-31 00:00:00");
  CHECK(written_after("2024-01-01 01:00:00", {"2024-01-02"}, kLastOfJanuary) == "2024-01-31 00:00:00");
  CHECK(written_after("1970-01-01T00:00:00", {"1970-01-01T00:00:00.25", "1970-01-01T00:00:00.5"}, 1'500'000) ==
        "1970-01-01T00:00:01.50");
  CHECK(written_after("10.10.2024 10:00", {"1.1.2024 9:00"}, kDay + 9 * kHour) == "2.1.1970 9:00");
  CHECK_FALSE(one_column("2024-01-01", "2024/01/02"));
  CHECK_FALSE(one_column("2024-01", "2024-01-02"));
  CHECK_FALSE(one_column("2024-01-01 00:00", "2024-01-01T00:00"));
  CHECK_FALSE(one_column("2024-01-01 00:00", "2024-01-01 00:00Z"));
}

TEST_CASE("anything else is no moment") {
  const std::string text = GENERATE(
      as<std::string>(), "", "2024", "17", "3.25", "1234.5", "12.2024", "-2024-01-01", "2024-13", "2024-00",
      "2024-1-32", "20241301", "2024-Q5", "2024-Q", "2024-Q0", "2024-01-", "2024-01-31 ", "2024-01-31 x", "2024-01-31x",
      "2024-01-31 25:00", "2024-01-31 24:01", "2024-01-31 13:60", "2024-01-31 13:00:60", "2024-01-31 13:0",
      "2024-01-31 13:00:00.", "2024-01-31 13:00:00.0000001", "2024-01-31 13:00 PM", "2024-01-31 13:00+15:00",
      "2024-01-31 13:00+1", "2024-01-31 13:00 CET", "2024-01Z", "2024/01-31", "01/02/24", "01/02", "0000-01-01",
      "24-01-01", "123456789", "nan", "Jan", "Jan 24", "Jan 1,2024", "2 Jan 24", "2 Jan2024", "2 Foo 2024", "2 1 2024",
      "30 Feb 2024", "Juni 2024", "31 Jan-2024", "1 Jan 2024,", "May", "2024-W00", "2024-W53", "2024-W5", "2024-W05-0",
      "2024-W05-8", "2024-W05-", "2024W05-1", "2024/W05", "2024-W05 10:00");
  CAPTURE(text);
  CHECK_FALSE(parse_time_stamp(text));
}

TEST_CASE("any number of microseconds has a text") {
  for (const std::int64_t far : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
    for (const char* form : {"2024-01-31", "Jan 31, 2024", "2024-W05"})
      CHECK_FALSE(to_text(far, parsed(form).form).empty());
}
