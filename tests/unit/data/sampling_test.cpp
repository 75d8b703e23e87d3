#include "softwarp/data/sampling.hpp"

#include "softwarp/data/reading_in_words.hpp"
#include "support/catch.hpp"
#include "support/read_long_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

TEST_CASE("the step is the most common distance, in time or in months") {
  const auto step_of = [](const std::string& rows) { return read("when,load\n" + rows).clock.distance_text(); };
  CHECK(step_of("2024-01-01 00:00,1\n2024-01-01 00:15,2\n2024-01-01 01:00,3\n2024-01-01 01:15,4\n") == "15 minutes");
  CHECK(step_of("2024-01-01,1\n2024-01-08,2\n2024-01-15,3\n2024-01-29,4\n") == "7 days");
  CHECK(step_of("2024-01-01,1\n2024-02-01,2\n2024-03-01,3\n") == "1 month");
  CHECK(step_of("2024-01-31,1\n2024-02-29,2\n2024-03-31,3\n2024-04-30,4\n") == "1 month");
  CHECK(step_of("2023-11-30,1\n2023-12-31,2\n2024-01-31,3\n2024-02-29,4\n") == "1 month");
  CHECK(step_of("2024-01-15 12:00,1\n2024-04-15 12:00,2\n") == "3 months");
  CHECK(step_of("2020-02-29,1\n2021-02-28,2\n2022-02-28,3\n") == "1 year");
  CHECK(step_of("2023-02-01,1\n2023-03-01,2\n") == "1 month");
  CHECK(step_of("2023-02-01,1\n2023-03-01,2\n2023-03-29,3\n") == "28 days");
  CHECK(step_of("1949-01,1\n1949-02,2\n1949-05,3\n") == "1 month");
  CHECK(step_of("1949-Q4,1\n1950-Q1,2\n") == "3 months");
  CHECK(step_of("2024-01-01T00:00:00.000,1\n2024-01-01T00:00:00.004,2\n") == "4 milliseconds");
}

TEST_CASE("months go on with the last day of shorter ones") {
  const LongSeriesSet set = read("when,load\n2024-01-31,1\n2024-03-31,2\n2024-04-30,3\n");
  CHECK(column_of(set) == Values{1, -1, 2, 3});
  CHECK(times_of(set) == Names{"2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"});
  CHECK(set.clock.text(4) == "2024-05-31");
}

TEST_CASE("numbers above 12 tell the day from the month, in whatever row") {
  CHECK(times_of(read("when,load\n11/01/2024,1\n12/01/2024,2\n13/01/2024,3\n")).at(0) == "11/01/2024");
  CHECK(read("when,load\n11/01/2024,1\n12/01/2024,2\n13/01/2024,3\n").clock.distance_text() == "1 day");
  const LongSeriesSet american =
      read("when,load\n1/11/2024 9:00,1\n1/12/2024 9:00,2\n1/13/2024 9:00,3\n2/1/2024 9:00,4\n");
  CHECK(american.clock.distance_text() == "1 day");
  CHECK(times_of(american).at(20) == "1/31/2024 9:00");
  CHECK(american.series[0].length() == 22);
  CHECK(error_for("when,load\n01/01/2024,1\n01/02/2024,2\n") ==
        "file.csv:2:1: expected dates that tell the day from the month, found \"01/01/2024\" and no number above 12 in "
        "any row; write dates as 2024-01-31");
  CHECK(error_for("when,load\n01/12/2024,1\n13/12/2024,2\n12/14/2024,2\n") ==
        "file.csv:4:1: expected a date written as \"13/12/2024\" in the time column \"when\", found \"12/14/2024\"");
}

TEST_CASE("where no number tells the day from the month, equal steps do, and that is said") {
  std::string american = "when,load\n", british = american, with_gap = american;
  for (int month = 0; month < 15; ++month) {
    const std::string of_year = std::to_string(month % 12 + 1), year = std::to_string(1949 + month / 12);
    american += of_year + "/1/" + year + ",5\n";
    british += "1/" + of_year + "/" + year + ",5\n";
    if (month != 7) with_gap += "1/" + of_year + "/" + year + ",5\n";
  }
  const LongSeriesSet first = read(american), second = read(british);
  CHECK(first.clock.distance_text() == "1 month");
  CHECK(second.clock.distance_text() == "1 month");
  CHECK(first.clock.text(15) == "4/1/1950");
  CHECK(second.clock.text(15) == "1/4/1950");
  CHECK(reading_in_words(first).ends_with("; dates read with the month first, as only so steps are equal"));
  CHECK(reading_in_words(second).ends_with("; dates read with the day first, as only so steps are equal"));
  CHECK(error_for(with_gap).starts_with("file.csv:2:1: expected dates that tell the day from the month"));
}

TEST_CASE("a change of the offset from UTC is no gap and no doubled hour") {
  const LongSeriesSet hourly = read(
      "when,load\n"
      "2024-10-27T01:00+02:00,1\n2024-10-27T02:00+02:00,2\n2024-10-27T02:00+01:00,3\n2024-10-27T03:00+01:00,4\n");
  CHECK(column_of(hourly) == Values{1, 2, 3, 4});
  CHECK(times_of(hourly).at(1) == "2024-10-27T00:00Z");
  const LongSeriesSet daily =
      read("when,load\n2024-10-26T00:00+02:00,1\n2024-10-27T00:00+02:00,2\n2024-10-28T00:00+01:00,3\n");
  CHECK(column_of(daily) == Values{1, 2, 3});
  CHECK(daily.clock.text(3) == "2024-10-29T00:00+01:00");
  const LongSeriesSet fixed = read("when,load\n2024-10-27 01:00+02:00,1\n2024-10-27 02:00+02:00,2\n");
  CHECK(fixed.clock.text(2) == "2024-10-27 03:00+02:00");
}

TEST_CASE("rows that are not on a regular clock are refused, with the row and the one before it") {
  const std::string day = "day,load\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n";
  CHECK(error_for(day + "2024-01-03,3\n") ==
        "file.csv:5:1: expected a moment after 2024-01-03 in row 4, found the same; keep one row a moment, or give "
        "--series the column that tells series apart");
  CHECK(error_for(day + "\n2024-01-01,3\n") ==
        "file.csv:6:1: expected a moment after 2024-01-03 in row 4, found 2024-01-01; sort the rows by time, or give "
        "--series the column that tells series apart");
  CHECK(
      error_for(day + "2024-01-04 06:00,3\n2024-01-05,4\n") ==
      "file.csv:5:1: expected steps of 1 day, as most rows have, found 2024-01-04 06:00 after 2024-01-03 00:00 in row "
      "4; bring the rows to equal distances first");
  CHECK(error_for(day + "3024-01-03,3\n") ==
        "file.csv:5:1: expected steps of 1 day, as most rows have, found 365241 missing steps after 2024-01-03 in row "
        "4; correct the time, or cut the file there");
  CHECK(error_for("year,load\n1990,1\n1992,2\n1994,3\n1995,4\n") ==
        "file.csv:5:1: expected steps of 2, as most rows have, found 1995 after 1994 in row 4; bring the rows to equal "
        "distances first");
  CHECK(error_for("day,load\n2024-01-01,1\n") ==
        "file.csv:2:1: expected two rows to find the step of the time in, found one");
  CHECK(error_for("s,day,load\na,2024-01-01,1\nb,2024-01-01,1\n", {.series = "s"}) ==
        "file.csv:2:2: expected two rows of a series to find the step of the time in, found one");
  CHECK(error_for("s,day,load\na,2024-01-01,1\nb,2024-01-01,1\nb,2024-01-01,1\n", {.series = "s"}) ==
        "file.csv:4:2: expected a moment after 2024-01-01 in row 3 of series \"b\", found the same; keep one row a "
        "moment of each series");
  CHECK(error_for("s,h,load\na,2024-01-01 00:00,1\na,2024-01-02 00:00,1\nb,2024-01-01 07:00,1\nb,2024-01-02 07:00,1\n",
                  {.series = "s"}) ==
        "file.csv:4:2: expected steps of 1 day, as most rows have, found 2024-01-01 07:00 in row 4 of series \"b\" "
        "between the steps that start at 2024-01-01 00:00; shift its rows onto them");
}

TEST_CASE("numbers that do not grow as the time are refused as dates are") {
  CHECK(error_for("t,load\n1,5\n2,6\n1,7\n", {.time = "t"}) ==
        "file.csv:4:1: expected a moment after 2 in row 3, found 1; sort the rows by time, or give --series the column "
        "that tells series apart");
  CHECK(error_for("s,t,load\na,1,5\na,3,6\na,2,7\n", {.time = "t", .series = "s"}) ==
        "file.csv:4:2: expected a moment after 3 in row 3 of series \"a\", found 2; sort the rows by time");
}

TEST_CASE("months by name and weeks are steps as any other") {
  const LongSeriesSet months = read("when,load\nMay 2024,5\nJune 2024,6\nAugust 2024,8\n");
  CHECK(months.clock.distance_text() == "1 month");
  CHECK(column_of(months) == Values{5, 6, -1, 8});
  CHECK(months.clock.text(9) == "February 2025");
  const LongSeriesSet weeks = read("week,load\n2024-W51,5\n2024-W52,6\n2025-W02,8\n");
  CHECK(weeks.clock.distance_text() == "7 days");
  CHECK(column_of(weeks) == Values{5, 6, -1, 8});
  CHECK(weeks.clock.text(106) == "2026-W53");
  const LongSeriesSet days = read("when,load\n30-APR-2024 23:00,5\n1-MAY-2024 00:00,6\n1-MAY-2024 01:00,7\n");
  CHECK(days.clock.text(3) == "1-MAY-2024 02:00");
}
