#include "softwarp/data/reader.hpp"

#include <cmath>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/read_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

TEST_CASE("the archive's formats of 2015 and 2018 give the same series") {
  const std::string text = GENERATE(as<std::string>(),  //
                                    "1\t0.5\t-2\t3e1\n2\t4\t5\t6\n",
                                    "1,0.5,-2,3e1\n2,4,5,6\n",         //
                                    "1, 0.5, -2, 3e1\n2, 4, 5, 6 \n",  //
                                    "  1.0000000e+00  5.0000000e-01 -2.0000000e+00   3.0000000e+01\n"
                                    "  2.0000000e+00  4.0000000e+00  5.0000000e+00   6.0000000e+00\n");
  const std::string name = GENERATE("CBF_TRAIN.tsv", "CBF_TRAIN.txt", "CBF_TRAIN", "CBF_TRAIN.csv");
  const SeriesSet set = read(text, name);
  CHECK(set.name == "CBF_TRAIN");
  CHECK(set.dims == 1);
  REQUIRE(set.count() == 2);
  CHECK(set.series[0].label == "1");
  CHECK(set.series[1].label == "2");
  CHECK(values_of(set.series[0]) == Values{0.5, -2, 30});
  CHECK(values_of(set.series[1]) == Values{4, 5, 6});
}

TEST_CASE("line ends, a byte order mark and blank rows do not matter") {
  const std::string text = GENERATE(as<std::string>(),  //
                                    "1\t2\t3\n1\t4\t5\n",
                                    "1\t2\t3\r\n1\t4\t5\r\n",  // CRLF
                                    "1\t2\t3\r\n1\t4\t5",      // last line without a line end
                                    "1\t2\t3\n1\t4\t5\r",      //
                                    "\xEF\xBB\xBF"
                                    "1\t2\t3\n1\t4\t5\n",  // byte order mark
                                    "\n \n1\t2\t3\n\t\r\n1\t4\t5\n\n\n");
  const SeriesSet set = read(text);
  REQUIRE(set.count() == 2);
  CHECK(set.series[0].label == "1");
  CHECK(values_of(set.series[0]) == Values{2, 3});
  CHECK(values_of(set.series[1]) == Values{4, 5});
}

TEST_CASE("blank rows count in the row that a message names") {
  CHECK(error_for("\n\n1\t2\n\n1\tx\n") == "set.tsv:5:2: expected a number, found \"x\"");
}

TEST_CASE("NaN at the end is padding, NaN elsewhere is a gap") {
  const std::string nan = GENERATE("NaN", "nan", "NAN", "nAn");
  const SeriesSet set = read("1\t" + nan + "\t2\t" + nan + "\t4\t" + nan + "\t" + nan + "\n1\t1\t2\t3\t4\t5\t6\n");
  REQUIRE(set.count() == 2);
  const Matrix<double>& values = set.series[0].values;
  REQUIRE(values.cols() == 4);
  CHECK(std::isnan(values(0)));
  CHECK(values(1) == 2);
  CHECK(std::isnan(values(2)));
  CHECK(values(3) == 4);
  CHECK(set.series[1].length() == 6);
  CHECK(set.shortest() == 4);
  CHECK(set.longest() == 6);
}

TEST_CASE("a series with no value at all is an error") {
  CHECK(error_for("1\t1\t2\n1\tNaN\tNaN\n") == "set.tsv:2: expected a series, found NaN in every value");
}

TEST_CASE("several dimensions: the values of a step are adjacent in the row") {
  const SeriesSet set = read("a\t1\t10\t2\t20\t3\t30\n", "set.tsv", {.dims = 2});
  REQUIRE(set.count() == 1);
  CHECK(set.dims == 2);
  const Matrix<double>& values = set.series[0].values;
  REQUIRE(values.rows() == 2);
  REQUIRE(values.cols() == 3);
  CHECK(values.row(0) == Eigen::RowVector3d(1, 2, 3));
  CHECK(values.row(1) == Eigen::RowVector3d(10, 20, 30));
}

TEST_CASE("several dimensions: only steps without any value are padding") {
  const SeriesSet set = read("a\t1\t10\t2\tNaN\tNaN\tNaN\n", "set.tsv", {.dims = 2});
  REQUIRE(set.series[0].length() == 2);
  CHECK(set.series[0].values(0, 1) == 2);
  CHECK(std::isnan(set.series[0].values(1, 1)));
}

TEST_CASE("several dimensions: a row with an incomplete step is an error") {
  CHECK(error_for("a\t1\t10\t2\n", "set.tsv", {.dims = 2}) == "set.tsv:1: expected a multiple of 2 values, found 3");
}

TEST_CASE("rows with a date, or with nothing but a label, get advice") {
  const std::string advice = "; for a file that is one long series, train has --window W --horizon H";
  CHECK(error_for("Month,Passengers\n1949-01,112\n", "own.csv") ==
        "own.csv:2:1: expected a number, found \"1949-01\"" + advice + "; to name the rows by it, --labels 1");
  CHECK(error_for("load,time\n112,2024-01-01 00:00\n", "own.csv") ==
        "own.csv:2:2: expected a number, found \"2024-01-01 00:00\"" + advice);
  CHECK(error_for("112\n118\n") == "set.tsv:1: expected values after the class label, found none" + advice);
  CHECK(read("day,h0,h1\n2024-01-01,5,6\n", "own.csv", {.labels = "day"}).series[0].label == "2024-01-01");
  CHECK(read("20240101,5,6\n").series[0].label == "20240101");
}

TEST_CASE("quotes, semicolons with decimal commas and empty fields") {
  const SeriesSet quoted = read("\"t0\",\"t1\"\n\"1\",\"2\"\n", "own.csv");
  CHECK(values_of(quoted.series[0]) == Values{1, 2});
  const SeriesSet german = read("a;b;c\n1,5;2;-3,25\n", "own.csv");
  CHECK(values_of(german.series[0]) == Values{1.5, 2, -3.25});
  CHECK(german.reading == "no label, values in columns 1 to 3, header, decimal comma");
  const SeriesSet gap = read("a,b,c,d\n1,,4,\n", "own.csv");
  CHECK(gap.series[0].length() == 3);
  CHECK(std::isnan(gap.series[0].values(1)));
}

TEST_CASE("rows of one step are one series where that is asked for") {
  const SeriesSet column = read("load\n1\n\n2\nNaN\n4\nNaN\n", "own.csv", {.labels = "none", .join_steps = true});
  REQUIRE(column.count() == 1);
  CHECK(column.series[0].length() == 4);
  CHECK(column.series[0].where == "own.csv:2");
  CHECK(column.reading == "no label, values in column 1, header, one step in a row");
  const SeriesSet plane = read("1 2\n3 4\n", "own.txt", {.labels = "none", .dims = 2, .join_steps = true});
  REQUIRE(plane.count() == 1);
  CHECK(values_of(plane.series[0]) == Values{1, 2, 3, 4});
  CHECK(read("1 2\n3 4\n", "own.txt", {.labels = "none", .join_steps = true}).count() == 2);
}

TEST_CASE("a value that is not a finite number is an error naming file, row and field") {
  const std::string field =
      GENERATE(as<std::string>(), "x", "NaN?", "1e999", "0x10", "inf", "-inf", "-nan", "1;2", "?", "1.5abc");
  CHECK(error_for("1\t1\t2\t3\n1\t1\t" + field + "\t3\n") == "set.tsv:2:3: expected a number, found \"" + field + "\"");
}

TEST_CASE("a plus sign is part of a number") { CHECK(values_of(read("1\t+1\t-1\n").series[0]) == Values{1, -1}); }

TEST_CASE("an empty field is a missing value, not a zero: a gap within the row, padding at its end") {
  const SeriesSet set = read("1,2,,4\n1,2,3,\n", "set.csv");
  CHECK(set.series[0].length() == 3);
  CHECK(std::isnan(set.series[0].values(1)));
  CHECK(values_of(set.series[1]) == Values{2, 3});
}

TEST_CASE("a long field is truncated in the message") {
  const std::string message = error_for("1\t" + std::string(1000, 'x') + "\n");
  CHECK(message == "set.tsv:1:2: expected a number, found \"" + std::string(40, 'x') + "…\"");
}

TEST_CASE("a message stays on one line: control characters do not get through") {
  CHECK(error_for("1\t2\r1\t\x1b[31m3\n") == "set.tsv:1:2: expected a number, found \"2\\x0d1\"");
}

TEST_CASE("a label without values is an error") {
  CHECK(error_for("1\n2\n") ==
        "set.tsv:1: expected values after the class label, found none; for a file that is one long series, train has "
        "--window W --horizon H");
}

TEST_CASE("a row beyond the reader's limit is an error") {
  CHECK(error_for("1\t2\n1\t" + std::string(std::size_t{1} << 24, '0') + "\n") ==
        "set.tsv:2: expected less than 16 MiB per row, found more");
}

TEST_CASE("the last row needs no line end in a file that spans several read buffers either") {
  // Rows that divide the buffer: what an earlier block left there has a line end exactly where the last row lacks one.
  const std::string row = "1\t2" + std::string(4092, ' ');
  constexpr int kRows = 3 * (1 << 24) / 4096 + 5;
  std::string text;
  text.reserve(std::size_t{kRows} * 4096);
  for (int i = 0; i < kRows; ++i) text += row + '\n';
  text.pop_back();
  const SeriesSet set = read(text);
  CHECK(set.count() == kRows);
  CHECK(values_of(set.series.back()) == Values{2});
}

TEST_CASE("a series knows its file and row") {
  CHECK(read("\n1\t2\n1\t3\n").series[1].where == "set.tsv:3");
  CHECK(read_standard_input("1\t2\n").series[0].where == "standard input:1");
}

TEST_CASE("a row whose length differs from the first row's is an error") {
  CHECK(error_for("1\t2\t3\n1\t2\n") ==
        "set.tsv:2: expected 3 fields as in the first row, found 2; pad shorter series with NaN");
  CHECK(error_for("1 2 3\n1 2 3 4\n", "set.txt") ==
        "set.txt:2: expected 3 fields as in the first row, found 4; pad shorter series with NaN");
  CHECK(error_for("a,b\n1,2,3\n", "own.csv") ==
        "own.csv:2: expected 2 fields as in the first row, found 3; pad shorter series with NaN");
}

TEST_CASE("a file without a series is an error") {
  const std::string text = GENERATE(as<std::string>(), "", "\n", " \n\t\n", "\xEF\xBB\xBF");
  CHECK(error_for(text) == "set.tsv: expected one series per row, found none");
  CHECK(error_for("a,b,c\n", "own.csv") == "own.csv: expected one series per row, found none");
}

TEST_CASE("a NUL byte is an error, not the end of the row") {
  CHECK(error_for(std::string("1\t2\t3\n1\t2\0\t3\n", 13)) == "set.tsv: expected text, found a NUL byte");
}

TEST_CASE("a single series can be read") {
  const SeriesSet set = read("1\t5\n");
  REQUIRE(set.count() == 1);
  CHECK(values_of(set.series[0]) == Values{5});
}

TEST_CASE("files are read from disk, and errors say why one cannot be read") {
  const TempFolder folder;
  const std::string path = folder.write("Own_TRAIN.tsv", "1\t2\t3\n");
  const SeriesSet set = read_series(path);
  CHECK(set.name == "Own_TRAIN");
  CHECK(set.count() == 1);

  const std::string missing = folder.file("missing.tsv");
  CHECK(message_of<Error>([&] { read_series(missing); }) == missing + ": cannot be opened: No such file or directory");
  const std::string directory = folder.path().string();
  CHECK(message_of<Error>([&] { read_series(directory); }) == directory + ": expected a file, found a folder");
  const std::string bad = folder.write("bad.tsv", "1\t2\n1\tx\n");
  CHECK(message_of<Error>([&] { read_series(bad); }) == bad + ":2:2: expected a number, found \"x\"");
}
