#include "softwarp/data/long_series.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cmath>
#include <sstream>

#include "softwarp/core/error.hpp"
#include "softwarp/data/reading_in_words.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

LongSeriesSet read(const std::string& text, const LongReadOptions& options = {}) {
  std::istringstream in(text);
  return read_long_series(in, "file.csv", options);
}

std::string error_for(const std::string& text, const LongReadOptions& options = {}) {
  return message_of<Error>([&] { read(text, options); });
}

using Names = std::vector<std::string>;
using Values = std::vector<double>;

// One column of a series, with -1 for what is missing.
Values column_of(const LongSeriesSet& set, Index column = 0, std::size_t series = 0) {
  Values values;
  for (const double value : set.series.at(series).values.row(column)) values.push_back(std::isnan(value) ? -1 : value);
  return values;
}

// The moments of the first series' steps.
Names times_of(const LongSeriesSet& set) {
  Names times;
  const LongSeries& series = set.series.at(0);
  for (Index t = 0; t < series.length(); ++t) times.push_back(set.clock.text(series.first + t));
  return times;
}

}  // namespace

TEST_CASE("a file with a row a moment becomes one series with a value a column") {
  const LongSeriesSet set = read(
      "time,load,temperature\n"
      "2024-01-01 00:00:00,5,1.5\n"
      "2024-01-01 01:00:00,6,2.5\n"
      "2024-01-01 02:00:00,7,-3e1\n");
  CHECK(set.name == "file");
  CHECK(set.columns == Names{"load", "temperature"});
  CHECK(set.targets == 2);
  REQUIRE(set.count() == 1);
  CHECK(column_of(set, 0) == Values{5, 6, 7});
  CHECK(column_of(set, 1) == Values{1.5, 2.5, -30});
  CHECK(set.series[0].where == "file.csv:2");
  CHECK(set.series[0].id.empty());
  CHECK(set.clock.distance_text() == "1 hour");
  CHECK(set.clock.text(3) == "2024-01-01 03:00:00");
  CHECK(set.reading.time == "time");
  CHECK(set.reading.rows == 3);
  CHECK(set.reading.gaps == 0);
  CHECK(set.reading.missing == 0);
  CHECK(set.reading.header);
  CHECK(set.reading.separator == ',');
  CHECK(set.reading.left_out.empty());
}

TEST_CASE("files in other dialects give the same series") {
  const std::string text =
      GENERATE(as<std::string>(),  //
               "day,a,b\n2024-01-31,1.5,2\n2024-02-01,3,4\n",
               "\"day\",\"a\",\"b\"\n\"2024-01-31\",\"1.5\",\"2\"\n\"2024-02-01\",3,4",
               "day;a;b\r\n31.01.2024;1,5;2\r\n01.02.2024;3;4\r\n",
               "day\ta\tb\n31/01/2024\t1.5\t2\n\n01/02/2024\t3\t4\n", "day a b\n1/31/2024  1.5 2\n2/1/2024 3   4\n",
               "\xEF\xBB\xBF"
               "day,a,b\n20240131,1.5,2\n20240201,3,4\n",
               "day,a,b\n2024-01-31T00:00Z,1.5,2\n2024-02-01T00:00Z,3,4\n");
  const LongSeriesSet set = read(text);
  CHECK(set.reading.time == "day");
  CHECK(set.columns == Names{"a", "b"});
  CHECK(column_of(set, 0) == Values{1.5, 3});
  CHECK(column_of(set, 1) == Values{2, 4});
  CHECK(set.clock.distance_text() == "1 day");
  CHECK(set.clock.moment(0) == parse_time_stamp("2024-01-31")->microseconds);
  CHECK(set.reading.decimal_comma == (text.find(';') != text.npos));
}

TEST_CASE("without a header columns have numbers, and names made of them") {
  const LongSeriesSet set = read("2024-01-01,5,1\n2024-01-02,6,2\n");
  CHECK_FALSE(set.reading.header);
  CHECK(set.columns == Names{"column_2", "column_3"});
  CHECK(set.reading.time == "column_1");
  const LongReadOptions by_number{.time = "1", .targets = {"3"}}, by_name{.targets = {"column_3"}};
  for (const LongReadOptions& options : {by_number, by_name}) {
    const LongSeriesSet chosen = read("2024-01-01,5,1\n2024-01-02,6,2\n", options);
    CHECK(chosen.columns == Names{"column_3"});
    CHECK(column_of(chosen) == Values{1, 2});
    CHECK(chosen.reading.left_out == Names{"column_2"});
  }
}

TEST_CASE("columns are chosen by name or number, and a name that is a number is a name") {
  const LongSeriesSet set =
      read("day,3,b,c\n2024-01-01,5,1,7\n2024-01-02,6,2,8\n", {.targets = {"4", "3"}, .covariates = {"b"}});
  CHECK(set.columns == Names{"c", "3", "b"});
  CHECK(set.targets == 2);
  CHECK(column_of(set, 0) == Values{7, 8});
  CHECK(column_of(set, 1) == Values{5, 6});
  CHECK(column_of(set, 2) == Values{1, 2});
}

TEST_CASE("the other columns are forecast where only covariates are named") {
  const LongSeriesSet set = read("a,b,day,c\n5,1,2024-01-01,7\n6,2,2024-01-02,8\n", {.covariates = {"a"}});
  CHECK(set.columns == Names{"b", "c", "a"});
  CHECK(set.targets == 2);
  CHECK(column_of(set, 2) == Values{5, 6});
}

TEST_CASE("columns without numbers are left out, and said") {
  const LongSeriesSet set = read(
      "day,site,load,note,empty,until\n"
      "2024-01-01,north,5,,,2024-01-02\n"
      "2024-01-02,north,6,late,NaN,2024-01-03\n");
  CHECK(set.columns == Names{"load"});
  CHECK(set.reading.left_out == Names{"site", "note", "empty", "until"});
  CHECK(set.reading.time == "day");
}

TEST_CASE("a column that has nothing in the first thousand rows is taken for what it holds later") {
  std::string numbers = "step,load,late\n", words = numbers;
  for (int k = 0; k < 1500; ++k) {
    const std::string row = std::to_string(k) + ",1," + (k < 1400 ? "" : "2") + "\n";
    numbers += row;
    words += k == 1300 ? "1300,1,word\n" : row;
  }
  CHECK(read(numbers).columns == Names{"load", "late"});
  CHECK(read(words).columns == Names{"load"});
  CHECK(error_for(words, {.targets = {"late"}}).starts_with("file.csv:1302:3: expected a number in column \"late\""));
}

TEST_CASE("missing values are NaN, missing rows are gaps") {
  const LongSeriesSet set = read(
      "day,load,heat\n"
      "2024-01-01,5,1\n"
      "2024-01-02,,2\n"
      "2024-01-05,7,NA\n"
      "2024-01-06,nan,4\n");
  CHECK(column_of(set, 0) == Values{5, -1, -1, -1, 7, -1});
  CHECK(column_of(set, 1) == Values{1, 2, -1, -1, -1, 4});
  CHECK(set.reading.rows == 4);
  CHECK(set.reading.gaps == 2);
  CHECK(set.reading.missing == 3);
  CHECK(times_of(set).at(3) == "2024-01-04");
}

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

TEST_CASE("whole numbers are the time if they grow in a column with such a name, or evenly") {
  const auto time_of = [](const std::string& text) { return read(text).reading.time; };
  CHECK(time_of("year,load\n1990,1\n1991,2\n1994,3\n") == "year");
  CHECK(time_of("Year,load\n1990,1\n1991,2\n") == "Year");
  CHECK(time_of(",load\n0,1\n1,2\n2,5\n") == "column_1");
  CHECK(time_of("seconds,load\n1704067200,1\n1704070800,2\n1704074400,5\n") == "seconds");
  CHECK(time_of("0,5\n1,7\n2,3\n") == "column_1");
  CHECK(time_of("timestamp,load\n1990.0,1\n1991.0,2\n") == "timestamp");
  CHECK(time_of("load,year\n3,1990\n1,1991\n") == "year");
  CHECK(time_of("load,heat\n3,1990\n1,1991\n").empty());
  CHECK(time_of("month,load\n11,1\n12,2\n1,8\n").empty());
  CHECK(time_of("load\n1\n2\n3\n").empty());
  CHECK(time_of("price,load\n1.5,4\n2.5,3\n3.5,9\n").empty());
  CHECK(time_of("a,b,day\n1,4,2024-01-01\n2,5,2024-01-02\n3,7,2024-01-03\n") == "day");
  const LongSeriesSet set = read("year,load\n1990,1\n1992,2\n1996,3\n1998,4\n");
  CHECK(column_of(set) == Values{1, 2, -1, 3, 4});
  CHECK(times_of(set) == Names{"1990", "1992", "1994", "1996", "1998"});
}

TEST_CASE("times of day in a column of their own complete the dates") {
  const LongSeriesSet set = read("Date;Time;load\n30/12/2006;23:59:00;1,5\n31/12/2006;00:00:00;2\n");
  CHECK(set.columns == Names{"load"});
  CHECK(times_of(set) == Names{"30/12/2006 23:59:00", "31/12/2006 00:00:00"});
  CHECK(set.reading.time == "Date");
  CHECK(set.reading.time_of_day == "Time");
  CHECK(set.reading.left_out.empty());
  CHECK(reading_in_words(set).starts_with("2 rows: time \"Date\" and \"Time\", steps of 1 minute"));
  CHECK(read("when,opens,load\n2024-01-31 00:00,08:00,1\n2024-01-31 01:00,08:00,2\n").reading.left_out ==
        Names{"opens"});
}

TEST_CASE("numbers of rows are left out where there is a time") {
  const std::string rows = "0,2024-01-31,5\n1,2024-02-01,7\n2,2024-02-02,6\n";
  CHECK(read(",day,load\n" + rows).columns == Names{"load"});
  CHECK(read("Unnamed: 0,day,load\n" + rows).reading.left_out == Names{"Unnamed: 0"});
  CHECK(read("age,day,load\n" + rows).columns == Names{"age", "load"});
  CHECK(read(",day,load\n" + rows, {.targets = {"1"}}).columns == Names{"column_1"});
}

TEST_CASE("a time that is not understood is not passed over") {
  const std::string text = "Date,load\nJan 1949,112\nFeb 1949,118\n";
  CHECK(
      error_for(text) ==
      "file.csv:2:1: expected dates such as 2024-01-31 13:00 in column \"Date\", found \"Jan 1949\"; name the columns "
      "to forecast (--target) to take rows for the steps");
  const LongSeriesSet set = read(text, {.targets = {"load"}});
  CHECK(set.reading.time.empty());
  CHECK(column_of(set) == Values{112, 118});
}

TEST_CASE("eight digits are a date only where they grow and no column holds other dates") {
  CHECK(read("when,load\n20240131,5\n20240201,6\n").reading.time == "when");
  const LongSeriesSet with_dates = read("sum,when\n20240131,2024-01-01\n20240201,2024-01-02\n");
  CHECK(with_dates.reading.time == "when");
  CHECK(column_of(with_dates) == Values{20240131, 20240201});
  const LongSeriesSet falling = read("sum,load\n20240201,5\n20240131,6\n");
  CHECK(falling.reading.time.empty());
  CHECK(falling.columns == Names{"sum", "load"});
}

TEST_CASE("the time may be numbers with decimals, in a column of that name") {
  const LongSeriesSet set = read("time,load\n0,5\n0.25,6\n0.75,7\n1.00,8\n");
  CHECK(column_of(set) == Values{5, 6, -1, 7, 8});
  CHECK(times_of(set) == Names{"0.00", "0.25", "0.50", "0.75", "1.00"});
  CHECK(set.clock.distance_text() == "0.25");
  CHECK(read("t,load\n0.1,5\n0.2,6\n0.30000000000000004,7\n").clock.text(3) == "0.4");
  CHECK(read("t;load\n0,1;5\n0,2;6\n").clock.text(2) == "0.3");
  CHECK(
      error_for("t,load\n0,5\n0.1,6\n0.2,6\n0.25,7\n") ==
      "file.csv:5:1: expected steps of 0.1, as most rows have, found 0.25 after 0.20 in row 4; bring the rows to equal "
      "distances first");
  CHECK(error_for("t,load\n3000000000000,5\n3.0000001,6\n", {.time = "t"}) ==
        "file.csv:3:1: expected numbers of at most 18 digits with all decimals of the others in the time column \"t\", "
        "found \"3.0000001\"");
}

TEST_CASE("without a time column rows are the clock") {
  const LongSeriesSet set = read("load\n5\n7\n3\n");
  CHECK(column_of(set) == Values{5, 7, 3});
  CHECK(times_of(set) == Names{"1", "2", "3"});
  CHECK(set.clock.distance_text() == "1 row");
  CHECK(set.reading.time.empty());
  CHECK(column_of(read("5\n7\n3\n")) == Values{5, 7, 3});
}

TEST_CASE("a single row of numbers is a series") {
  const std::string text = GENERATE(as<std::string>(), "112 118 nan 129\n", "112,118,,129", "112;118;;129\n");
  const LongSeriesSet set = read(text);
  CHECK(set.columns == Names{"value"});
  CHECK(column_of(set) == Values{112, 118, -1, 129});
  CHECK(set.reading.rows == 4);
  CHECK(set.reading.missing == 1);
  CHECK(set.series[0].where == "file.csv:1");
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

TEST_CASE("series of one file are told apart by a column, in whatever order their rows come") {
  const LongReadOptions by_shop{.series = "shop"};
  const std::string header = "shop,day,sales\n";
  const std::string apart =
      GENERATE(as<std::string>(), "a,2024-01-03,1\na,2024-01-04,2\na,2024-01-06,3\nb,2024-01-01,4\nb,2024-01-02,5\n",
               "a,2024-01-03,1\nb,2024-01-01,4\na,2024-01-04,2\nb,2024-01-02,5\na,2024-01-06,3\n");
  const LongSeriesSet set = read(header + apart, by_shop);
  REQUIRE(set.count() == 2);
  CHECK(set.columns == Names{"sales"});
  CHECK(set.series[0].id == "a");
  CHECK(set.series[1].id == "b");
  CHECK(set.series[0].first == 2);
  CHECK(set.series[1].first == 0);
  CHECK(column_of(set, 0, 0) == Values{1, 2, -1, 3});
  CHECK(column_of(set, 0, 1) == Values{4, 5});
  CHECK(set.series[0].where == "file.csv:2");
  CHECK(set.clock.text(0) == "2024-01-01");
  CHECK(set.reading.series == "shop");
  CHECK(set.reading.gaps == 1);
}

TEST_CASE("the ids of series may be numbers, and their time too") {
  const LongSeriesSet set = read("1,1,5\n1,2,6\n1,3,6\n2,1,7\n2,2,8\n2,3,8\n", {.series = "1"});
  CHECK(set.reading.time == "column_2");
  REQUIRE(set.count() == 2);
  CHECK(set.series[1].id == "2");
  CHECK(column_of(set, 0, 1) == Values{7, 8, 8});
  CHECK(column_of(read("id,load\nx,5\ny,6\nx,7\n", {.series = "id"}), 0, 0) == Values{5, 7});
}

TEST_CASE("many series, row by row or one after the other, are the same") {
  std::string mixed = "id,step,load\n", apart = mixed;
  const auto row = [](int series, int step) {
    return std::to_string(series) + "," + std::to_string(step) + "," + std::to_string(series * 1000 + step) + "\n";
  };
  for (int a = 0; a < 300; ++a)
    for (int b = 0; b < 300; ++b) {
      if (b < 20) apart += row(a, b);
      if (a < 20) mixed += row(b, a);
    }
  const LongSeriesSet first = read(mixed, {.series = "id"}), second = read(apart, {.series = "id"});
  REQUIRE(first.count() == 300);
  REQUIRE(second.count() == 300);
  for (std::size_t k = 0; k < 300; ++k) CHECK(first.series[k].values == second.series[k].values);
  CHECK(first.series[299].values(0, 19) == 299'019);
}

TEST_CASE("a time is found even if the first thousand rows are the first ones of as many series") {
  std::string text = "id,week,load\n";
  for (int week = 30; week < 32; ++week)
    for (int series = 0; series < 1500; ++series) text += std::to_string(series) + "," + std::to_string(week) + ",5\n";
  const LongSeriesSet set = read(text, {.series = "id"});
  CHECK(set.reading.time == "week");
  CHECK(set.count() == 1500);
  CHECK(set.columns == Names{"load"});
}

TEST_CASE("rows that are not on a regular clock are refused, with the row and the one before it") {
  const std::string day = "day,load\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n";
  CHECK(error_for(day + "2024-01-03,3\n") ==
        "file.csv:5:1: expected a moment after 2024-01-03 in row 4, found the same; keep one row a moment, or give "
        "--series the column that tells series apart");
  CHECK(error_for(day + "\n2024-01-01,3\n") ==
        "file.csv:6:1: expected a moment after 2024-01-03 in row 4, found 2024-01-01; sort the rows by time");
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

TEST_CASE("fields that cannot be read are named by row and column") {
  CHECK(error_for("day,load\n2024-01-01,1\n2024-01-02,x\n2024-01-03,3\n") ==
        "file.csv:3:2: expected a number in column \"load\", found \"x\"; leave a missing value empty, or list the "
        "columns to forecast without this one (--target)");
  CHECK(error_for("day,load\n2024-01-01,1\n2024-01-02,1e150\n") ==
        "file.csv:3:2: expected a value below 1e150 in size, found \"1e150\"");
  CHECK(error_for("1 2 -1e150\n") == "file.csv:1:3: expected a value below 1e150 in size, found \"-1e150\"");
  CHECK(error_for("day,load\n2024-01-01,1\n,2\n2024-01-03,2\n") ==
        "file.csv:3:1: expected a date such as \"2024-01-01\" in the time column \"day\", found nothing");
  CHECK(error_for("day,load\n2024-01-01,1\n2024/01/02,2\n") ==
        "file.csv:3:1: expected a date written as \"2024-01-01\" in the time column \"day\", found \"2024/01/02\"");
  CHECK(error_for("day,load\nnever,1\nsoon,2\n", {.time = "day"}) ==
        "file.csv:2:1: expected a date such as 2024-01-31 13:00, or a number, in the time column \"day\", found "
        "\"never\"; --time names the column of the time");
  CHECK(error_for("t,load\n0,1\nnan,2\n", {.time = "t"}) ==
        "file.csv:3:1: expected a number of at most 18 digits in the time column \"t\", found \"nan\"");
  CHECK(error_for("s,load\na,1\n,2\n", {.series = "s"}) ==
        "file.csv:3:1: expected the name of a series, found nothing");
  CHECK(error_for("day,load\n2024-01-01,1\n2024-01-02,1,2\n") ==
        "file.csv:3: expected 2 fields as in the first row, found 3");
}

TEST_CASE("columns that are not there, or named twice, are refused") {
  const std::string text = "day,load,heat\n2024-01-01,1,2\n2024-01-02,3,4\n";
  CHECK(error_for(text, {.targets = {"lod"}}) ==
        "file.csv: expected --target to name a column, or give its number from 1 to 3, found \"lod\"; there are "
        "\"day\", \"load\", \"heat\"");
  for (const char* number : {"0", "4", "-1", "1.5"})
    CHECK(error_for(text, {.time = number}).starts_with("file.csv: expected --time to name a column"));
  CHECK(error_for(text, {.targets = {"load", "2"}}) ==
        "file.csv: expected each column once, found \"load\" twice in --target");
  CHECK(error_for(text, {.time = "day", .targets = {"1"}}) ==
        "file.csv: expected each column once, found \"day\" in --time and in --target");
  CHECK(error_for(text, {.targets = {"load"}, .covariates = {"load"}}) ==
        "file.csv: expected each column once, found \"load\" in --target and in --covariates");
  CHECK(error_for("day,a,a\n2024-01-01,1,2\n2024-01-02,3,4\n", {.targets = {"a"}}) ==
        "file.csv: expected one column named \"a\", found 2; give its number, from 1, to --target");
  CHECK(error_for("day,a,a\n2024-01-01,1,2\n2024-01-02,3,4\n") ==
        "file.csv: expected columns with different names, found \"a\" in columns 2 and 3; rename one, or list the "
        "columns to forecast by number with --target");
  CHECK(read("day,a,a\n2024-01-01,1,2\n2024-01-02,3,4\n", {.targets = {"3"}}).columns == Names{"a"});
}

TEST_CASE("a file without values is refused") {
  CHECK(error_for("") == "file.csv: expected a row a moment, found none");
  CHECK(error_for("\n \n") == "file.csv: expected a row a moment, found none");
  CHECK(error_for("day,load\n") == "file.csv:1: expected rows of values under the names of columns, found none");
  CHECK(error_for("day,name\n2024-01-01,x\n2024-01-02,y\n") ==
        "file.csv:1: expected a column of numbers beside the time, found none in \"day\", \"name\"");
  CHECK(error_for("a,b\nx,y\n") ==
        "file.csv:1: expected a column of numbers, found none in \"column_1\", \"column_2\"");
  CHECK(error_for("day,load\n2024-01-01,\n2024-01-02,nan\n") ==
        "file.csv: expected a column of numbers, found none with a value");
  CHECK(error_for("day,load,heat\n2024-01-01,,1\n2024-01-02,nan,2\n", {.targets = {"load"}}) ==
        "file.csv: expected numbers in column \"load\", found no value at all");
  CHECK(error_for("nan nan\n") == "file.csv:1: expected numbers, found no value at all");
}

TEST_CASE("long series come from files, too") {
  const TempFolder folder;
  const LongSeriesSet set = read_long_series(folder.write("load.csv", "day,load\n2024-01-01,1\n2024-01-02,2\n"));
  CHECK(set.name == "load");
  CHECK(set.series[0].length() == 2);
  CHECK(message_of<Error>([&] { read_long_series(folder.path().string()); }) ==
        folder.path().string() + ": expected a file, found a folder");
}

TEST_CASE("a long series comes through standard input, too") {
  const TempFolder folder;
  const int file = open(folder.write("in", "day,load\n2024-01-01,1\n2024-01-02,2\n").c_str(), O_RDONLY);
  const int before = dup(STDIN_FILENO);
  dup2(file, STDIN_FILENO);
  close(file);
  const LongSeriesSet set = read_long_series("-");
  dup2(before, STDIN_FILENO);
  close(before);
  CHECK(set.name == "standard input");
  CHECK(column_of(set) == Values{1, 2});
  CHECK(set.series[0].where == "standard input:2");
}

TEST_CASE("what was read is said in two lines") {
  CHECK(reading_in_words(read("day,load,heat,site\n2024-01-01,1,5,x\n2024-01-03,,6,x\n2024-01-04,2,7,x\n",
                              {.covariates = {"heat"}})) ==
        "3 rows: time \"day\", steps of 1 day from 2024-01-01 to 2024-01-04; to forecast \"load\", seen beside it "
        "\"heat\"\n"
        "missing: 1 row, 1 value; left out: \"site\"");
  CHECK(reading_in_words(read("5;1,5\n7;2,5\n")) ==
        "2 rows: no time column, so rows are the steps; to forecast \"column_1\", \"column_2\"\n"
        "missing: no rows, no values; no header; numbers have a decimal comma");
  CHECK(reading_in_words(read("s,t,load\na,3,1\na,4,1\nb,1,1\nb,2,1\n", {.series = "s"})) ==
        "4 rows: time \"t\", steps of 1 from 1 to 4; to forecast \"load\"; 2 series by \"s\"\n"
        "missing: no rows, no values");
}
