#include "alignment/align.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "core/error.hpp"

using namespace softwarp;

TEST_CASE("align refuses a gamma that is negative or not a number") {
  const double x[] = {1, 2}, y[] = {3};
  Pair<double> pair{.x = x, .n = 2, .y = y, .m = 1};
  for (const double gamma : {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    CHECK_THROWS_AS(align(std::span(&pair, 1), 1, gamma), Error);
  }
}
