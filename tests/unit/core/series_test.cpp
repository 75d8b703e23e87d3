#include "softwarp/core/series.hpp"
#include "support/catch.hpp"

#include <array>
#include <span>
#include <vector>

using namespace softwarp;
using Catch::Matchers::ContainsSubstring;

namespace {

std::vector<double> numbers(const SeriesView<double>& series) {
  return {series.data(), series.data() + series.dims() * series.steps()};
}

template <class Series>
std::pair<Index, Index> shape(const Series& series) {
  return {series.dims(), series.steps()};
}

}  // namespace

TEST_CASE("a series is made from whatever holds numbers, without a copy if they are stored step after step") {
  std::vector<double> vector{1, 2, 3, 4, 5, 6};
  const std::array<double, 3> array{1, 2, 3};
  const double plain[] = {4, 5};
  Vector<double> column = Vector<double>::LinSpaced(3, 1, 3);
  Eigen::RowVectorXd row = column.transpose();
  Matrix<double> matrix(2, 3);
  matrix << 1, 3, 5, 2, 4, 6;

  const auto check = [](const SeriesView<double>& series, Index dims, const std::vector<double>& wanted,
                        const double* place) {
    CHECK(series.dims() == dims);
    CHECK(numbers(series) == wanted);
    CHECK((series.data() == place) == (place != nullptr));
  };
  check(vector, 1, {1, 2, 3, 4, 5, 6}, vector.data());
  check(std::span(vector).subspan(1, 2), 1, {2, 3}, vector.data() + 1);
  check(array, 1, {1, 2, 3}, array.data());
  check(plain, 1, {4, 5}, plain);
  check(column, 1, {1, 2, 3}, column.data());
  check(row, 1, {1, 2, 3}, row.data());
  check(column.transpose(), 1, {1, 2, 3}, column.data());
  check(matrix, 2, {1, 2, 3, 4, 5, 6}, matrix.data());
  check(matrix.rightCols(2), 2, {3, 4, 5, 6}, matrix.data() + 2);
  check(matrix.col(1), 1, {3, 4}, matrix.data() + 2);  // a vector to the compiler
  check(Eigen::Map<const Matrix<double>>(vector.data(), 3, 2), 3, {1, 2, 3, 4, 5, 6}, vector.data());
  check({vector.data(), 6, 1}, 6, {1, 2, 3, 4, 5, 6}, vector.data());
  // What is stored in another way is copied.
  check(matrix.row(1), 1, {2, 4, 6}, nullptr);
  check(matrix.topRows(1), 1, {1, 3, 5}, nullptr);
  check(2 * matrix, 2, {2, 4, 6, 8, 10, 12}, nullptr);
  const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> by_rows = matrix;
  check(by_rows, 2, {1, 2, 3, 4, 5, 6}, nullptr);
}

TEST_CASE("a matrix of one column may be one step or many: it is rejected") {
  Matrix<double> matrix = Matrix<double>::Zero(5, 1);
  CHECK_THROWS_WITH(SeriesView<double>(matrix),
                    ContainsSubstring("found a matrix [5x1]") && ContainsSubstring("(data, dims, steps)"));
  CHECK_THROWS_WITH(SeriesView<double>(matrix.topRows(2)), ContainsSubstring("[2x1]"));
  CHECK_THROWS_WITH(SeriesRef<double>(matrix), ContainsSubstring("[5x1]"));
  CHECK(shape(SeriesView<double>(matrix.topRows(1))) == std::pair<Index, Index>{1, 1});
}

TEST_CASE("a series to be written is the caller's memory") {
  std::vector<float> vector(6);
  Matrix<float> matrix(2, 3);
  CHECK(SeriesRef<float>(vector).data() == vector.data());
  CHECK(shape(SeriesRef<float>(vector)) == std::pair<Index, Index>{1, 6});
  CHECK(shape(SeriesRef<float>(matrix)) == std::pair<Index, Index>{2, 3});
  CHECK(shape(SeriesRef<float>(matrix.col(1))) == std::pair<Index, Index>{1, 2});
  CHECK(shape(SeriesRef<float>(Eigen::Map<Matrix<float>>(vector.data(), 3, 2))) == std::pair<Index, Index>{3, 2});
  CHECK_THROWS_WITH(SeriesRef<float>(matrix.row(0)), ContainsSubstring("found gaps"));
  CHECK_THROWS_WITH(SeriesRef<float>(matrix.topRows(1)), ContainsSubstring("found gaps"));
  STATIC_REQUIRE_FALSE(std::constructible_from<SeriesRef<float>, const Matrix<float>&>);
  STATIC_REQUIRE_FALSE(std::constructible_from<SeriesRef<float>, const std::vector<float>&>);
  STATIC_REQUIRE_FALSE(std::constructible_from<SeriesRef<float>, std::vector<double>&>);
  STATIC_REQUIRE_FALSE(std::constructible_from<SeriesView<float>, std::vector<double>&>);
}

TEST_CASE("two series that do not match are rejected as a pair") {
  const Matrix<double> one = Matrix<double>::Zero(1, 3), two = Matrix<double>::Zero(2, 3), none(1, 0);
  CHECK_THROWS_WITH(pair_of<double>(one, two), ContainsSubstring("dimensions in x and y, found 1 and 2"));
  CHECK_THROWS_WITH(pair_of<double>(one, none), ContainsSubstring("at least one step"));
}
