#include "softwarp/data/time_parts.hpp"

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"

using namespace softwarp;

TEST_CASE("the time is divided in order: to train, to validate, to test") {
  const TimeParts shares = split_time({5, 105}, {.train = {}, .validation = 0.25, .test = 0.2}, "Own");
  CHECK(shares.test.begin == 85);
  CHECK(shares.test.end == 105);
  CHECK(shares.train.begin == 5);
  CHECK(shares.train.end == 85);
  CHECK(shares.validation == 20);
  CHECK(shares.learnt_until() == 65);
  CHECK(shares.left_out == 0);
  const TimeParts numbers = split_time({0, 17420}, {.train = 8640.0, .validation = 2880, .test = 2880}, "Own");
  CHECK(numbers.train.end == 11520);
  CHECK(numbers.learnt_until() == 8640);
  CHECK(numbers.test.end == 14400);
  CHECK(numbers.left_out == 3020);
}

TEST_CASE("parts that do not fit are refused as they were asked for") {
  const auto message = [](const PartSizes& sizes) {
    return message_of<Error>([&] { split_time({0, 100}, sizes, "Own"); });
  };
  const std::string to_fit = " and to test, and no more in all than the 100 steps that the series have, found ";
  const std::string validated = "Own: expected at least a step to train, to validate" + to_fit;
  CHECK(message({.test = 141}) == "Own: expected at least a step to train" + to_fit + "141 to test");
  CHECK(message({.test = 0.001}) == "Own: expected at least a step to train" + to_fit + "0 to test (0.001 of them)");
  CHECK(message({.validation = 0.2, .test = 141}) == validated + "0 to validate (0.2 of the rest), 141 to test");
  CHECK(message({.train = 90.0, .validation = 0.1, .test = 10}) ==
        validated + "90 to train, 9 to validate (0.1 of the rest), 10 to test");
  CHECK(message({.validation = 1e300}) == validated + "1e+300 to validate, 20 to test (0.2 of them)");
}
