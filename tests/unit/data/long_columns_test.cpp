#include "softwarp/data/long_columns.hpp"

#include "softwarp/data/reading_in_words.hpp"
#include "support/catch.hpp"
#include "support/read_long_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

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
  const std::string text = "Date,load\nspring 1949,112\nsummer 1949,118\n";
  CHECK(error_for(text) ==
        "file.csv:2:1: expected dates such as 2024-01-31 13:00 in column \"Date\", found \"spring 1949\"; name the "
        "columns "
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

TEST_CASE("a time is found even if the first thousand rows are the first ones of as many series") {
  std::string text = "id,week,load\n";
  for (int week = 30; week < 32; ++week)
    for (int series = 0; series < 1500; ++series) text += std::to_string(series) + "," + std::to_string(week) + ",5\n";
  const LongSeriesSet set = read(text, {.series = "id"});
  CHECK(set.reading.time == "week");
  CHECK(set.count() == 1500);
  CHECK(set.columns == Names{"load"});
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

TEST_CASE("several series whose time is a number are not taken for one") {
  const std::string one_after_the_other =
      "country,year,load\nat,1990,3\nat,1991,2\nat,1995,3\nde,1990,4\nde,1991,5\nde,1995,6\n";
  CHECK(error_for(one_after_the_other) ==
        "file.csv:5:2: expected a number above \"1995\" in row 4 in column \"year\", which grows for each \"country\", "
        "found "
        "\"1990\"; give --series \"country\" if it tells series apart, else leave \"year\" out of the file");
  CHECK(error_for(one_after_the_other, {.targets = {"load"}}) == error_for(one_after_the_other));
  CHECK(read(one_after_the_other, {.series = "country", .targets = {"load"}}).count() == 2);
  CHECK(read(one_after_the_other, {.targets = {"load"}, .covariates = {"year"}}).series[0].length() == 6);

  std::string row_by_row = "7;1;5\n8;1;6\n9;1;8\n", in_blocks;
  for (const char* step : {"2", "3", "4"})
    for (const char* id : {"7", "8", "9"}) row_by_row += std::string(id) + ";" + step + ";5\n";
  CHECK(
      error_for(row_by_row).starts_with("file.csv:2:2: expected a number above \"1\" in row 1 in column \"column_2\""));
  for (const char* id : {"7", "7", "8"})
    for (const char* step : {"20", "30", "40"}) in_blocks += std::string(id) + "," + step + ",5\n";
  std::string months = "year,month,load\n";
  for (const char* year : {"1990", "1991", "1992"})
    for (const char* month : {"1", "2", "3", "4"}) months += std::string(year) + "," + month + ",5\n";
  CHECK(read(months, {.targets = {"load"}}).series[0].length() == 12);
  // Two series of the same name, or no series: the numbers tell nothing.
  CHECK(read(in_blocks).series[0].length() == 9);
  CHECK(read("load,people\n5,1\n7,2\n5,1\n6,3\n5,2\n9,1\n").columns == Names{"load", "people"});
}
