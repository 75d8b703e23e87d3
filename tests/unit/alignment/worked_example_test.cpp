// The numbers in docs/soft_dtw.md, which readers are invited to recompute.

#include "support/alignment_support.hpp"
#include "support/catch.hpp"

using namespace softwarp;
using namespace softwarp::test;

TEST_CASE("the worked example of the documentation is correct to its last digit") {
  Pairs<double> data;
  data.add({0, 1, 2}, {0, 2, 2}, true);
  data.want_dy = true;
  const auto check = [](const std::vector<double>& found, const std::vector<double>& expected) {
    for (std::size_t k = 0; k < expected.size(); ++k) CHECK(found[k] == Approx(expected[k]).margin(0.00005));
  };
  data.align({0});
  CHECK(data.pairs[0].value == 1);
  data.align({1});
  const double value = data.pairs[0].value;
  CHECK(value == Approx(-0.4631).margin(0.00005));
  check(data.E[0], {1, 0.4374, 0.0042, 0.0144, 0.7599, 0.5567, 0.0001, 0.1224, 1});  // column by column
  check(data.dx[0], {-0.0577, -0.8897, 0.0170});
  check(data.dy[0], {-0.8918, 1.5773, 0.2451});
  data.align({1, {}, ExpectedCost()});
  CHECK(data.pairs[0].value == Approx(1.3944).margin(0.00005));
  CHECK(data.pairs[0].value - value == Approx(1.8575).margin(0.00005));  // the entropy, times γ = 1
}
