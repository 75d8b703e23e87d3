#include "softwarp/alignment/tables.hpp"

#include "softwarp/alignment/align.hpp"
#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

// What the kernel makes of the same series.
struct Kernel {
  double value;
  Matrix<double> E, dx, dy;

  Kernel(const Matrix<double>& x, const Matrix<double>& y, const Alignment<double>& how)
      : E(x.cols(), y.cols()), dx(x.rows(), x.cols()), dy(y.rows(), y.cols()) {
    Pair<double> pair{.x = x.data(), .n = x.cols(), .y = y.data(), .m = y.cols()};
    pair.dx = dx.data();
    pair.dy = dy.data();
    pair.E = E.data();
    align(std::span(&pair, 1), x.rows(), how);
    value = pair.value;
  }
};

}  // namespace

TEST_CASE("the tables of an alignment are what the kernel computes, for every cost, band and gamma") {
  Random random(81);
  for (const std::string_view cost : known_costs()) {
    for (const std::optional<Index> band : {std::optional<Index>(), std::optional<Index>(2)}) {
      for (const double gamma : {0.0, 0.01, 1.0, 100.0}) {
        for (const auto& [n, m, dims] : {std::array<Index, 3>{1, 1, 1}, {1, 5, 2}, {7, 7, 1}, {9, 4, 3}}) {
          const Matrix<double> x = random_matrix(dims, n, random), y = random_matrix(dims, m, random);
          const Alignment<double> how{.gamma = gamma, .band = band, .cost = make_cost<double>(std::string(cost))};
          const AlignmentTables tables = alignment_tables(x, y, how);
          const Kernel kernel(x, y, how);
          CAPTURE(cost, band.value_or(-1), gamma, n, m, dims);
          const double tolerance = 1e-9 * (1 + std::abs(kernel.value));
          CHECK(tables.r(n - 1, m - 1) == Approx(kernel.value).margin(tolerance));
          CHECK((tables.E - kernel.E).cwiseAbs().maxCoeff() <= 1e-9);
          CHECK((tables.dx - kernel.dx).cwiseAbs().maxCoeff() <= 1e-8);
          CHECK((tables.dy - kernel.dy).cwiseAbs().maxCoeff() <= 1e-8);
        }
      }
    }
  }
}

TEST_CASE("in the tables, the ways into a cell sum to one, and every row of E to at least one") {
  Random random(82);
  const Matrix<double> x = random_matrix(2, 6, random), y = random_matrix(2, 8, random);
  for (const double gamma : {0.0, 0.1, 10.0}) {
    const AlignmentTables tables = alignment_tables(x, y, {.gamma = gamma});
    const Matrix<double> sum = tables.up + tables.left + tables.diagonal;
    CHECK(sum(0, 0) == 0);
    CHECK(sum.reshaped().tail(sum.size() - 1).minCoeff() == Approx(1));
    CHECK(sum.maxCoeff() == Approx(1));
    CHECK(tables.E.rowwise().sum().minCoeff() >= 1 - 1e-12);
    CHECK(tables.E.colwise().sum().minCoeff() >= 1 - 1e-12);
  }
}

TEST_CASE("the tables name what they cannot take") {
  const Matrix<double> x = Matrix<double>::Zero(1, 3), y = Matrix<double>::Zero(2, 3);
  CHECK_THROWS_AS(alignment_tables(x, y, {.gamma = 1}), Error);
  CHECK_THROWS_AS(alignment_tables(x, x, {.gamma = -1}), Error);
}
