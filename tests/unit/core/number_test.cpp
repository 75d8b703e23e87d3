#include "softwarp/core/number.hpp"

#include <cmath>
#include <cstdlib>
#include <limits>

#include "softwarp/core/random.hpp"
#include "support/catch.hpp"

using namespace softwarp;

TEST_CASE("parse_double reads numbers as people and programs write them") {
  CHECK(parse_double("0") == 0.0);
  CHECK(parse_double("-17") == -17.0);
  CHECK(parse_double("+1") == 1.0);
  CHECK(parse_double(".5") == 0.5);
  CHECK(parse_double("5.") == 5.0);
  CHECK(parse_double("1.0000000e+00") == 1.0);
  CHECK(parse_double("2E3") == 2000.0);
  CHECK(parse_double("1.7976931348623157e308") == std::numeric_limits<double>::max());
  CHECK(parse_double("4.9406564584124654e-324") == std::numeric_limits<double>::denorm_min());
  CHECK(std::isnan(parse_double("NaN").value()));
  CHECK(std::isinf(parse_double("-inf").value()));
}

TEST_CASE("parse_double rejects text that is not a number from its first to its last character") {
  for (const char* text : {"",  " ", " 1", "1 ", "0.1abc", "abc",  "1,5",   "1.2.3", "--1",    "+-1",   "++1",
                           "+", "-", ".",  "e5", "1e",     "0x10", "0x1p3", "1e999", "-1e999", "1_000", "1\n"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_double(text));
  }
  CHECK_FALSE(parse_double(std::string_view("1\0", 2)));
}

TEST_CASE("parse_integer reads 64-bit integers and nothing else") {
  CHECK(parse_integer("0") == 0);
  CHECK(parse_integer("-5") == -5);
  CHECK(parse_integer("+5") == 5);
  CHECK(parse_integer("007") == 7);
  CHECK(parse_integer("9223372036854775807") == std::numeric_limits<long long>::max());
  CHECK(parse_integer("-9223372036854775808") == std::numeric_limits<long long>::min());
  for (const char* text : {"", " 1", "1 ", "1.0", "1e3", "0x10", "ten", "+-1", "9223372036854775808", "nan", "inf"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_integer(text));
  }
}

TEST_CASE("to_text is short, and the C library reads the same number back") {
  CHECK(to_text(0.1) == "0.1");
  CHECK(to_text(1) == "1");
  CHECK(to_text(-0.001) == "-0.001");
  CHECK(to_text(1.0 / 3) == "0.3333333333333333");
  Random random(11);
  for (int i = 0; i < 1000; ++i) {
    const double number = std::ldexp(random.normal(), static_cast<int>(random.below(2000)) - 1000);
    CHECK(std::strtod(to_text(number).c_str(), nullptr) == number);
  }
}
