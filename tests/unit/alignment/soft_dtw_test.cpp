// soft_dtw() against the plain reference and finite differences, with every type of argument.
#include "softwarp/soft_dtw.hpp"

#include "softwarp/alignment/reference.hpp"
#include "support/catch.hpp"
#include "support/gradient_check.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("soft_dtw of series of unequal lengths and several dimensions agrees with the reference") {
  Random random(61);
  for (const Index dims : {1, 3}) {
    for (const auto& [n, m] : {std::pair<Index, Index>{2, 2}, {7, 12}, {30, 4}}) {
      const Matrix<double> x = random_matrix(dims, n, random), y = random_matrix(dims, m, random);
      const Matrix<double> cost = reference::squared_euclidean(x, y);
      Matrix<double> E, dx(dims, n);
      for (const double gamma : {1.0, 0.1}) {
        CAPTURE(dims, n, m, gamma);
        const double expected = reference::soft_dtw(cost, gamma, &E);
        CHECK(soft_dtw(x, y, gamma) == Approx(expected).epsilon(1e-12).margin(1e-12));
        CHECK(soft_dtw(x, y, gamma, dx) == Approx(expected).epsilon(1e-12).margin(1e-12));
        CHECK((dx - reference::squared_euclidean_jacobian_product(x, y, E)).norm() <= 1e-11 * dx.norm());
        const auto value = [&](const Vector<double>& at) { return soft_dtw({at.data(), dims, x.cols()}, y, gamma); };
        CHECK(gradient_error(value, x.reshaped(), dx.reshaped(), 5e-3 * std::min(gamma, 0.2)) <= 1e-6);
      }
      CHECK(soft_dtw(x, y, 0) == Approx(reference::dtw(cost)));
    }
  }
}

TEMPLATE_TEST_CASE("soft_dtw accepts std::vector, spans, Eigen vectors and memory of another owner", "", float,
                   double) {
  const std::vector<TestType> x{0, 1, 2}, y{0, 2, 2};
  const Vector<TestType> x_column = Eigen::Map<const Vector<TestType>>(x.data(), 3);
  const Eigen::Matrix<TestType, 1, Eigen::Dynamic> y_row = Eigen::Map<const Vector<TestType>>(y.data(), 3).transpose();
  std::vector<TestType> dx(3), memory(5, 7);
  Vector<TestType> dx_column(3);
  const double value = soft_dtw(x, y, 1, dx);
  CHECK(value == Approx(-0.4631).margin(0.00005));  // docs/soft_dtw.md
  CHECK(dx[1] == Approx(-0.8897).margin(0.00005));
  CHECK(soft_dtw(std::span(x), std::span(y), 1) == value);
  CHECK(soft_dtw(x_column, y_row, 1, dx_column) == value);
  CHECK(std::vector<TestType>(dx_column.begin(), dx_column.end()) == dx);
  CHECK(soft_dtw(x, y_row, 1, Eigen::Map<Vector<TestType>>(memory.data() + 1, 3)) == value);
  CHECK(memory == std::vector<TestType>{7, dx[0], dx[1], dx[2], 7});
}

TEST_CASE("soft_dtw rejects shapes, gammas and values that are not valid") {
  const std::vector<double> x{0, 1, 2}, y{0, 2}, none;
  std::vector<double> dx(2);
  const Matrix<double> column = Matrix<double>::Zero(3, 1), two = Matrix<double>::Zero(2, 3);
  CHECK_THROWS_WITH(soft_dtw(x, y, 1, dx), "soft-DTW: expected dx [1x3] as x, found [1x2]");
  CHECK_THROWS_WITH(soft_dtw(column, y, 1), ContainsSubstring("found a matrix [3x1]"));
  CHECK_THROWS_WITH(soft_dtw(two, y, 1), ContainsSubstring("found 2 and 1"));
  CHECK_THROWS_WITH(soft_dtw(x, none, 1), ContainsSubstring("at least one step"));
  CHECK_THROWS_WITH(soft_dtw(x, y, -1), ContainsSubstring("gamma"));
  CHECK_THROWS_WITH(soft_dtw(x, std::vector<double>{0, std::nan("")}, 1), ContainsSubstring("pair 1, y, step 2"));
}
