#include "softwarp/core/random.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "support/catch.hpp"

using namespace softwarp;

TEST_CASE("the engine is the standard's: its 10000th number is the one printed in the standard") {
  std::mt19937_64 engine;
  engine.discard(9999);
  CHECK(engine() == 9981545732273789042u);
}

TEST_CASE("the same seed gives the same numbers, other seeds and streams give different ones") {
  Random a(3, 1), same(3, 1), other_seed(4, 1), other_stream(3, 2);
  const auto first = a.bits();
  CHECK(first == same.bits());
  CHECK(first != other_seed.bits());
  CHECK(first != other_stream.bits());
}

TEST_CASE("uniform and normal have the moments of their distributions") {
  Random random(1);
  const int count = 200000;
  double uniform_sum = 0, normal_sum = 0, normal_squares = 0, normal_fourth = 0;
  for (int i = 0; i < count; ++i) {
    const double u = random.uniform();
    REQUIRE(u >= 0);
    REQUIRE(u < 1);
    uniform_sum += u;
    const double z = random.normal();
    normal_sum += z;
    normal_squares += z * z;
    normal_fourth += z * z * z * z;
  }
  // Five standard errors of each mean.
  CHECK(std::abs(uniform_sum / count - 0.5) < 5 * std::sqrt(1.0 / 12 / count));
  CHECK(std::abs(normal_sum / count) < 5 * std::sqrt(1.0 / count));
  CHECK(std::abs(normal_squares / count - 1) < 5 * std::sqrt(2.0 / count));
  CHECK(std::abs(normal_fourth / count - 3) < 5 * std::sqrt(96.0 / count));
}

TEST_CASE("below is uniform over its range") {
  Random random(2);
  std::vector<int> seen(7, 0);
  for (int i = 0; i < 70000; ++i) ++seen[static_cast<std::size_t>(random.below(7))];
  for (const int count : seen) CHECK(std::abs(count - 10000) < 500);
}

TEST_CASE("shuffle keeps every item and reaches every order") {
  Random random(5);
  std::vector<Index> items(100);
  std::iota(items.begin(), items.end(), Index{0});
  auto shuffled = items;
  random.shuffle(shuffled);
  CHECK(shuffled != items);
  std::sort(shuffled.begin(), shuffled.end());
  CHECK(shuffled == items);

  std::vector<int> orders(6, 0);
  for (int i = 0; i < 6000; ++i) {
    std::vector<Index> three{0, 1, 2};
    random.shuffle(three);
    ++orders[static_cast<std::size_t>(three[0] * 2 + (three[1] > three[2]))];
  }
  for (const int count : orders) CHECK(std::abs(count - 1000) < 200);
}
