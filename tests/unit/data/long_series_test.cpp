#include "softwarp/data/long_series.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "softwarp/data/reading_in_words.hpp"
#include "support/catch.hpp"
#include "support/read_long_series.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;
using namespace softwarp::test;

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
        "3 rows: time \"day\", steps of 1 day from 2024-01-01 to 2024-01-04; to forecast \"load\"; seen beside it "
        "\"heat\"\n"
        "missing: 1 row, 1 value; left out: \"site\"");
  CHECK(reading_in_words(read("5;1,5\n7;2,5\n")) ==
        "2 rows: no time column, so rows are the steps; to forecast \"column_1\", \"column_2\"\n"
        "missing: no rows, no values; no header; numbers have a decimal comma");
  CHECK(reading_in_words(read("s,t,load\na,3,1\na,4,1\nb,1,1\nb,2,1\n", {.series = "s"})) ==
        "4 rows: time \"t\", steps of 1 from 1 to 4; to forecast \"load\"; 2 series by \"s\"\n"
        "missing: no rows, no values");
}
