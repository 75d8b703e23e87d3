#include "softwarp/data/gaps.hpp"

#include "support/catch.hpp"

using namespace softwarp;

TEST_CASE("a gap is long from a step more than may be filled, in its own dimension alone, and at either end") {
  const Index K = kLongestFilled;
  Matrix<bool> gaps = Matrix<bool>::Constant(3, 3 * K, false);
  gaps.row(0).segment(2, K).setConstant(true);
  gaps.row(1).head(K + 1).setConstant(true);
  gaps.row(1).tail(K).setConstant(true);
  gaps.row(2).tail(K + 3).setConstant(true);
  Matrix<bool> expected = Matrix<bool>::Constant(3, 3 * K, false);
  expected.row(1).head(K + 1).setConstant(true);
  expected.row(2).tail(K + 3).setConstant(true);
  CHECK(long_gaps(gaps) == expected);
}
