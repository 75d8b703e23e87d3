#include "softwarp/core/arguments.hpp"

#include "support/catch.hpp"
#include "support/message.hpp"

using namespace softwarp;

namespace {

std::string real_error(const std::string& text, const Range& range = {}) {
  return message_of<OptionError>([&] { real_argument("x", text, range); });
}

std::string whole_error(const std::string& text, long long low) {
  return message_of<OptionError>([&] { whole_argument("n", text, low); });
}

}  // namespace

TEST_CASE("a real argument is the entire text or nothing") {
  CHECK(real_argument("x", "0.1") == 0.1);
  CHECK(real_argument("x", "-2e-3") == -0.002);
  CHECK(real_argument("x", "+7") == 7);
  for (const std::string text : {"0.1abc", " 1", "1 ", "", "nan", "inf", "-inf", "1e999", "0x10", "1,5", "one"}) {
    CHECK(real_error(text) == "x: expected a number, found \"" + text + "\"");
  }
}

TEST_CASE("a real argument keeps to its range, and the message says which") {
  const Range positive{.low = 0, .open_low = true};
  CHECK(real_argument("x", "1e-300", positive) == 1e-300);
  CHECK(real_error("0", positive) == "x: expected a number > 0, found \"0\"");
  CHECK(real_error("-1", positive) == "x: expected a number > 0, found \"-1\"");

  const Range half_open{.low = 0, .high = 1, .open_high = true};
  CHECK(real_argument("x", "0", half_open) == 0);
  CHECK(real_argument("x", "0.999", half_open) == 0.999);
  CHECK(real_error("1", half_open) == "x: expected a number >= 0 and < 1, found \"1\"");
  CHECK(real_error("-0.001", half_open) == "x: expected a number >= 0 and < 1, found \"-0.001\"");

  const Range share{.low = 0, .high = 1, .open_low = true, .open_high = true};
  CHECK(real_error("0", share) == "x: expected a number > 0 and < 1, found \"0\"");
  CHECK(real_error("1", share) == "x: expected a number > 0 and < 1, found \"1\"");

  const Range at_most{.high = 2.5};
  CHECK(real_argument("x", "2.5", at_most) == 2.5);
  CHECK(real_error("2.6", at_most) == "x: expected a number <= 2.5, found \"2.6\"");
}

TEST_CASE("a whole argument is a whole number, written as one") {
  CHECK(whole_argument("n", "0", 0) == 0);
  CHECK(whole_argument("n", "9223372036854775807", 0) == 9223372036854775807);
  for (const std::string text : {"0.1", "1.0", "1e3", "3x", " 1", "", "nan", "1e999", "9223372036854775808", "-1"}) {
    CHECK(whole_error(text, 0) == "n: expected a whole number >= 0, found \"" + text + "\"");
  }
  CHECK(whole_argument("n", "1024", 1, 1024) == 1024);
  CHECK(message_of<OptionError>([] { whole_argument("n", "1025", 1, 1024); }) ==
        "n: expected a whole number from 1 to 1024, found \"1025\"");
}

TEST_CASE("a list is split at its commas and has no empty items") {
  using List = std::vector<std::string>;
  CHECK(list_argument("l", "a") == List{"a"});
  CHECK(list_argument("l", "1,0.1,b c") == List{"1", "0.1", "b c"});
  for (const std::string text : {"", ",", "a,", ",a", "a,,b"}) {
    CHECK(message_of<OptionError>([&] { list_argument("l", text); }) ==
          "l: expected a comma-separated list without empty items, found \"" + text + "\"");
  }
}

TEST_CASE("a word is one of those that the message lists") {
  CHECK(word_argument("w", "both", {"random", "both"}) == "both");
  for (const std::string text : {"", "Both", "rand", "random,both"}) {
    CHECK(message_of<OptionError>([&] {
            word_argument("w", text, {"random", "both"});
          }) == "w: expected one of random, both, found \"" + text + "\"");
  }
}

TEST_CASE("what is listed twice is kept once, at its first place") {
  CHECK(distinct(std::vector<int>{}).empty());
  CHECK(distinct(std::vector<double>{2, 1, 2.0, 3, 1}) == std::vector<double>{2, 1, 3});
}

TEST_CASE("a long value is shortened in the message") {
  CHECK(real_error(std::string(100'000, 'x')) == "x: expected a number, found \"" + std::string(40, 'x') + "…\"");
}
