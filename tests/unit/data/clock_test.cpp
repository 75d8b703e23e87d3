#include "softwarp/data/clock.hpp"

#include <limits>

#include "support/catch.hpp"

using namespace softwarp;

namespace {

Clock clock_from(const std::string& first, std::int64_t distance) {
  const TimeStamp stamp = parse_time_stamp(first).value();
  return {.unit = Clock::Unit::microseconds, .start = stamp.microseconds, .distance = distance, .form = stamp.form};
}

Clock months_from(const std::string& first, std::int64_t distance, int day) {
  const TimeStamp stamp = parse_time_stamp(first).value();
  const CalendarMonth calendar = to_calendar(stamp.microseconds);
  return {.unit = Clock::Unit::months,
          .start = calendar.month,
          .distance = distance,
          .day = day,
          .within = calendar.within,
          .form = stamp.form};
}

}  // namespace

TEST_CASE("steps of a clock are written as the file writes them") {
  CHECK(Clock{}.text(0) == "1");
  CHECK(Clock{}.text(41) == "42");
  CHECK(Clock{.unit = Clock::Unit::numbers, .start = 1990, .distance = 2}.text(3) == "1996");
  CHECK(clock_from("2024-02-28 23:00", kHour).text(1) == "2024-02-29 00:00");
  CHECK(clock_from("2024-02-28 23:00", kHour).text(-24) == "2024-02-27 23:00");
  CHECK(clock_from("28.02.2023", kDay).text(1) == "01.03.2023");
  CHECK(clock_from("2024-01-01T00:00:00.0Z", kSecond / 10).text(7) == "2024-01-01T00:00:00.7Z");
}

TEST_CASE("months are steps of their own length") {
  CHECK(months_from("1949-01", 1, 1).text(12) == "1950-01");
  CHECK(months_from("2024-Q1", 3, 1).text(5) == "2025-Q2");
  CHECK(months_from("1949-01", 1, 1).text(-1) == "1948-12");
  const Clock ends = months_from("2024-01-31", 1, 31);
  CHECK(ends.text(1) == "2024-02-29");
  CHECK(ends.text(2) == "2024-03-31");
  CHECK(ends.text(13) == "2025-02-28");
  CHECK(months_from("2024-01-30 12:00", 1, 30).text(1) == "2024-02-29 12:00");
  CHECK(months_from("29.02.2024", 12, 29).text(1) == "28.02.2025");
}

TEST_CASE("every moment of a clock is its step, and what lies between is none") {
  const Clock clock = GENERATE(Clock{}, Clock{.unit = Clock::Unit::numbers, .start = -7, .distance = 5},
                               clock_from("2024-02-28 23:00", 15 * kMinute), months_from("2024-01-31", 1, 31),
                               months_from("1949-01", 1, 1), months_from("2024-02-29", 12, 29));
  for (Index step = -30; step < 30; ++step) {
    CHECK(clock.step_of(clock.moment(step)) == step);
    if (clock.unit != Clock::Unit::rows) CHECK_FALSE(clock.step_of(clock.moment(step) + 1));
  }
}

TEST_CASE("distances are named by the largest unit that they are whole numbers of") {
  const auto named = [](std::int64_t distance) { return clock_from("2024-01-01", distance).distance_text(); };
  CHECK(named(kDay) == "1 day");
  CHECK(named(7 * kDay) == "7 days");
  CHECK(named(kHour) == "1 hour");
  CHECK(named(36 * kHour) == "36 hours");
  CHECK(named(15 * kMinute) == "15 minutes");
  CHECK(named(kSecond) == "1 second");
  CHECK(named(4000) == "4 milliseconds");
  CHECK(named(1) == "1 microsecond");
  CHECK(months_from("1949-01", 1, 1).distance_text() == "1 month");
  CHECK(months_from("1949-01", 3, 1).distance_text() == "3 months");
  CHECK(months_from("1949-01", 12, 1).distance_text() == "1 year");
  CHECK(Clock{}.distance_text() == "1 row");
  CHECK(Clock{.unit = Clock::Unit::numbers, .start = 0, .distance = 3600}.distance_text() == "3600");
}

TEST_CASE("numbers may have decimals") {
  const Clock clock{.unit = Clock::Unit::numbers, .start = -10, .distance = 5, .decimals = 2};
  CHECK(clock.text(0) == "-0.10");
  CHECK(clock.text(3) == "0.05");
  CHECK(clock.distance_text() == "0.05");
  CHECK(Clock{.unit = Clock::Unit::numbers, .distance = 50, .decimals = 2}.distance_text() == "0.5");
  CHECK(clock.same_distance({.unit = Clock::Unit::numbers, .distance = 500, .decimals = 4}));
  CHECK_FALSE(clock.same_distance({.unit = Clock::Unit::numbers, .distance = 5}));
}

TEST_CASE("clocks differ in their distances, not in where they start") {
  CHECK(clock_from("2024-01-01", kDay).same_distance(clock_from("01.05.2020", kDay)));
  CHECK_FALSE(clock_from("2024-01-01", kDay).same_distance(clock_from("2024-01-01", kHour)));
  CHECK_FALSE(Clock{}.same_distance(Clock{.unit = Clock::Unit::numbers}));
}

TEST_CASE("steps too far away for their unit are the farthest moment") {
  const Clock clock{.unit = Clock::Unit::numbers, .start = 5, .distance = std::int64_t{1} << 62};
  CHECK(clock.moment(4) == std::numeric_limits<std::int64_t>::max());
  CHECK(clock.moment(-4) < -clock.moment(1));
}
