#include "softwarp/alignment/lower_bounds.hpp"

#include <cmath>

#include "softwarp/alignment/band.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

TEMPLATE_TEST_CASE("an envelope holds the extremes of the columns that the band leaves to each row", "", float,
                   double) {
  Random random(81);
  Envelope<TestType> envelope;  // one object, as in a search
  for (const auto& [n, m] : {std::pair<Index, Index>{1, 1}, {1, 7}, {7, 1}, {2, 2}, {40, 40}, {23, 61}, {61, 23}}) {
    for (const std::optional<Index> radius : {std::optional<Index>(), {0}, {1}, {5}, {100}}) {
      const Index dims = 1 + n % 3;
      const Matrix<TestType> y = random_matrix(dims, m, random).template cast<TestType>();
      Matrix<TestType> low(dims, n), high(dims, n);
      envelope.of(y.data(), m, dims, n, radius, low.data(), high.data());
      const Band band(n, m, radius);
      for (Index i = 0; i < n; ++i) {
        const auto columns = y.middleCols(band.low(i), band.high(i) - band.low(i) + 1);
        CHECK(low.col(i) == columns.rowwise().minCoeff());
        CHECK(high.col(i) == columns.rowwise().maxCoeff());
      }
    }
  }
}

TEMPLATE_TEST_CASE("squares outside an envelope, and the nearest points inside", "", float, double) {
  Random random(82);
  for (const Index count : {0, 1, 3, 16, 37, 128}) {
    const Vector<TestType> x = random_matrix(count, 1, random).template cast<TestType>();
    const Vector<TestType> middle = random_matrix(count, 1, random).template cast<TestType>();
    const Vector<TestType> low = middle.array() - TestType(0.3), high = middle.array() + TestType(0.3);
    Vector<TestType> h(count);
    const double value = squares_outside(x.data(), low.data(), high.data(), count, h.data());
    CHECK(h == x.cwiseMax(low).cwiseMin(high));
    CHECK(value == Approx(static_cast<double>((x - h).squaredNorm())).epsilon(1e-5));
    CHECK(squares_outside(x.data(), low.data(), high.data(), count) == value);
  }
}

TEST_CASE("the number of alignments is not above its bound, and not far below") {
  constexpr Index kMost = 60;
  Matrix<double> count = Matrix<double>::Ones(kMost, kMost);
  for (Index i = 1; i < kMost; ++i) {
    for (Index j = 1; j < kMost; ++j) {
      count(i, j) = count(i - 1, j) + count(i, j - 1) + count(i - 1, j - 1);
      const double exact = std::log(count(i, j)), bound = log_alignments(i + 1, j + 1);
      CHECK(exact <= bound);
      CHECK(bound <= exact + 5);
    }
  }
  CHECK(log_alignments(1, 9) == 0);
  CHECK(log_alignments(9, 1) == 0);
  CHECK(log_alignments(100'000, 100'000) == Approx(1e5 * std::log(3 + std::sqrt(8))).epsilon(1e-4));
}
