#include "softwarp/data/fields.hpp"

#include <cmath>
#include <sstream>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"

using namespace softwarp;

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(const std::string& text) {
  std::istringstream in(text);
  FieldReader reader(in, "file.csv");
  Rows rows;
  while (const auto* fields = reader.next()) rows.emplace_back(fields->begin(), fields->end());
  return rows;
}

char separator_in(const std::string& row) {
  std::istringstream in(row + '\n');
  FieldReader reader(in, "file.csv");
  CHECK(reader.separator() == 0);
  reader.next();
  return reader.separator();
}

std::string error_for(const std::string& text) {
  return message_of<Error>([&] { rows_of(text); });
}

}  // namespace

TEST_CASE("fields are separated by what the first row has outside quotes: tabs, then semicolons, commas, spaces") {
  CHECK(separator_in("a b,c;d\te") == '\t');
  CHECK(separator_in("a b,c;d") == ';');
  CHECK(separator_in("a b,c") == ',');
  CHECK(separator_in("a b") == ' ');
  CHECK(separator_in("\"a;b\",c") == ',');
  CHECK(separator_in("\"a,b\" c") == ' ');
  CHECK(rows_of("1\t2;3\n4;5\t6\n") == Rows{{"1", "2;3"}, {"4;5", "6"}});
}

TEST_CASE("fields have no spaces at their ends, and a run of spaces separates once") {
  CHECK(rows_of(" a , b c ,d \n") == Rows{{"a", "b c", "d"}});
  CHECK(rows_of("  1   2  \n 3 4\r\n") == Rows{{"1", "2"}, {"3", "4"}});
  CHECK(rows_of("1\t\t 3\t\n") == Rows{{"1", "", "3", ""}});
}

TEST_CASE("blank rows are left out, yet count") {
  std::istringstream in("\n \t\r\na,b\n\n,,\n\n");
  FieldReader reader(in, "file.csv");
  REQUIRE(reader.next() != nullptr);
  CHECK(reader.row() == 3);
  CHECK(reader.where() == "file.csv:3");
  CHECK(reader.where(2) == "file.csv:3:2");
  const auto* fields = reader.next();
  REQUIRE(fields != nullptr);
  CHECK(fields->size() == 3);
  CHECK(reader.row() == 5);
  CHECK(reader.next() == nullptr);
}

TEST_CASE("quotes are taken off; within them, separators are text and two quotes are one") {
  CHECK(rows_of("\"t0\",\"t 1\",t2\n\"1\", \"2,5\" ,\" 3 \"\n") == Rows{{"t0", "t 1", "t2"}, {"1", "2,5", "3"}});
  CHECK(rows_of("\"say \"\"hi\"\"\",\"\",\"\"\"\"\n") == Rows{{"say \"hi\"", "", "\""}});
  CHECK(rows_of("\"a b\" c  \"d\"\n") == Rows{{"a b", "c", "d"}});
  CHECK(rows_of("\"a\"\t\"b\tc\"\t\n") == Rows{{"a", "b\tc", ""}});
  CHECK(rows_of("a,b\n5\" pipe,6\"\n") == Rows{{"a", "b"}, {"5\" pipe", "6\""}});  // quotes inside a field are text
}

TEST_CASE("a quote that the row does not close is an error, and so is text after a closing one") {
  CHECK(error_for("a,b\n1,\"two\nlines\"\n") ==
        "file.csv:2: expected a closing quote, found the end of the row; line breaks in quotes are not read");
  CHECK(error_for("a,b\n1,\"") ==
        "file.csv:2: expected a closing quote, found the end of the row; line breaks in quotes are not read");
  CHECK(error_for("\"a\"b,c\n") ==
        "file.csv:1: expected the next field after a closing quote, found \"b,c\"; a quote within quotes is written "
        "twice");
  CHECK_FALSE(error_for("\"a\"b c\n").empty());
}

TEST_CASE("numbers are finite or missing") {
  std::istringstream in("1,2\n");
  FieldReader reader(in, "file.csv");
  reader.next();
  CHECK(reader.number("-1.5e3") == -1500);
  CHECK(reader.number("+2") == 2);
  for (const char* missing : {"", "NaN", "nan", "NA", "n/a", "#N/A", "<NA>", "NULL"}) {
    CAPTURE(missing);
    REQUIRE(reader.number(missing).has_value());
    CHECK(std::isnan(*reader.number(missing)));
  }
  for (const char* other : {"x", "inf", "-nan", "1e999", "1,5", "1.5.2", "0x10", "2024-01-01", "-", "."}) {
    CAPTURE(other);
    CHECK_FALSE(reader.number(other).has_value());
  }
  CHECK_FALSE(reader.decimal_comma());
}

TEST_CASE("where semicolons separate, numbers have a decimal comma or a decimal point, never both") {
  std::istringstream commas("a;b\n"), points("a;b\n");
  FieldReader with_comma(commas, "file.csv"), with_point(points, "file.csv");
  with_comma.next();
  with_point.next();

  CHECK(with_comma.number("7") == 7);
  CHECK_FALSE(with_comma.number("1.234,5").has_value());
  CHECK_FALSE(with_comma.number("x,y").has_value());
  CHECK_FALSE(with_comma.decimal_comma());
  CHECK(with_comma.number("-1,5e2") == -150);
  CHECK(with_comma.decimal_comma());
  CHECK_FALSE(with_comma.number("1.5").has_value());
  CHECK(with_comma.number("8") == 8);

  CHECK(with_point.number("1.5") == 1.5);
  CHECK_FALSE(with_point.number("1,5").has_value());
  CHECK_FALSE(with_point.decimal_comma());
}
