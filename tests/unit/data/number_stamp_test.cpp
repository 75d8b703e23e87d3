#include "softwarp/data/number_stamp.hpp"

#include "support/catch.hpp"

using namespace softwarp;

TEST_CASE("numbers keep their decimals, but for what rounding left") {
  CHECK(parse_number_stamp("1990") == NumberStamp{1990, 0});
  CHECK(parse_number_stamp("-0.25") == NumberStamp{-25, 2});
  CHECK(parse_number_stamp("+1,50") == NumberStamp{150, 2});
  CHECK(parse_number_stamp("0.30000000000000004") == NumberStamp{3, 1});
  CHECK(parse_number_stamp("0.29999999999999999") == NumberStamp{3, 1});
  CHECK(parse_number_stamp("1704067200000000000") == NumberStamp{1'704'067'200'000'000'000, 0});
  for (const char* text : {"1990", "-0.25", "1.50", "0.001", "-3", "0.0"})
    CHECK(to_text(parse_number_stamp(text).value()) == text);
  for (const char* text : {"", "-", ".", "1e3", "nan", "1.2.3", "--1", "x", "5000000000000000000",
                           "10000000000000000001", "5000000000.123456789"})
    CHECK_FALSE(parse_number_stamp(text));
  CHECK(with_decimals({.digits = -25, .decimals = 2}, 4) == -2500);
  CHECK_FALSE(with_decimals({.digits = 1'000'000'000'000'000'000, .decimals = 0}, 1));
}
