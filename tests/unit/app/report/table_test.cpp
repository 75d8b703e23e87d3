#include "app/report/table.hpp"

#include <cmath>
#include <limits>

#include "support/catch.hpp"

using namespace softwarp;

TEST_CASE("a table right-aligns numbers, left-aligns words, and draws a rule of its own width") {
  Table table({"loss", "gamma", "DTW"});
  table.add({"euclidean", "-", "10.02"});
  table.add({"softdtw", "0.01", "-8.867"});
  CHECK(table.text() ==
        "loss       gamma     DTW\n"
        "------------------------\n"
        "euclidean      -   10.02\n"
        "softdtw     0.01  -8.867\n");
}

TEST_CASE("a single word makes a column one of words; lines do not end in spaces") {
  Table table({"a", "value"});
  table.add({"x", "1"});
  table.add({"y", "not finite"});
  CHECK(table.text() ==
        "a  value\n"
        "-------------\n"
        "x  1\n"
        "y  not finite\n");
}

TEST_CASE("a multi-byte character is one column wide") {
  Table table({"name", "mean ± deviation", "n"});
  table.add({"größer", "1.5 ± 0.1", "1"});
  table.add({"γ", "10.25 ± 12", "20"});
  CHECK(table.text() ==
        "name    mean ± deviation   n\n"
        "----------------------------\n"
        "größer         1.5 ± 0.1   1\n"
        "γ             10.25 ± 12  20\n");
}

TEST_CASE("a word spans empty cells and widens the table only if it must") {
  Table table({"loss", "gamma", "DTW"});
  table.add({"softdtw", "0.1", "2.5"});
  table.add({"last value", "", "11"});
  table.add({"dtw", "-", ""});
  CHECK(table.text() ==
        "loss     gamma  DTW\n"
        "-------------------\n"
        "softdtw    0.1  2.5\n"
        "last value       11\n"
        "dtw          -\n");
  table.add({"mean of all targets", "", "12"});
  CHECK(table.text() ==
        "loss          gamma  DTW\n"
        "------------------------\n"
        "softdtw         0.1  2.5\n"
        "last value            11\n"
        "dtw               -\n"
        "mean of all targets   12\n");
}

TEST_CASE("a table without rows is its header") { CHECK(Table({"a", "b"}).text() == "a  b\n----\n"); }

TEST_CASE("rounded keeps significant digits and stays readable") {
  CHECK(rounded(0) == "0");
  CHECK(rounded(-0.0) == "0");
  CHECK(rounded(1) == "1.000");
  CHECK(rounded(-3.14159) == "-3.142");
  CHECK(rounded(3.14159, 2) == "3.1");
  CHECK(rounded(31.4159) == "31.42");
  CHECK(rounded(9999) == "9999");
  CHECK(rounded(123456) == "123456");
  CHECK(rounded(0.0123456) == "0.01235");
  CHECK(rounded(0.000123456) == "0.0001235");
  CHECK(rounded(0.0000123456) == "1.235e-05");
  CHECK(rounded(1.23456e15) == "1.235e+15");
  CHECK(rounded(1000) == "1000");
  CHECK(rounded(0.001) == "0.001000");
}

TEST_CASE("rounded says when a number is not finite") {
  CHECK(rounded(std::numeric_limits<double>::quiet_NaN()) == "not finite");
  CHECK(rounded(std::numeric_limits<double>::infinity()) == "not finite");
}

TEST_CASE("mean and sample deviation") {
  CHECK(mean_of({2, 4, 4, 4, 5, 5, 7, 9}) == 5);
  CHECK(deviation_of({2, 4, 4, 4, 5, 5, 7, 9}) == Approx(std::sqrt(32.0 / 7)));
  CHECK(deviation_of({1, 3}) == Approx(std::sqrt(2.0)));
  CHECK(deviation_of({5}) == 0);
  CHECK(deviation_of(std::vector<double>(10, 0.4)) == 0);
  CHECK(deviation_of({1e9 + 1, 1e9 + 3}) == Approx(std::sqrt(2.0)));  // no cancellation
  CHECK(mean_and_deviation({1, 3}) == "2.000 ± 1.4");
  CHECK(mean_and_deviation({2, 2}) == "2.000 ± 0");
  CHECK(mean_and_deviation({2.5}) == "2.500");
}
