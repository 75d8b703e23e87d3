#include "softwarp/training/naive_forecasts.hpp"

#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;

namespace {

Matrix<double> column(std::initializer_list<double> numbers) {
  Matrix<double> column(static_cast<Index>(numbers.size()), 1);
  std::copy(numbers.begin(), numbers.end(), column.data());
  return column;
}

}  // namespace

TEST_CASE("seasonal naive repeats the last season; with a period of 1, the last value") {
  const Matrix<double> input = column({9, 9, 1, 2, 3});
  CHECK(seasonal_naive_forecast(input, {}, 7, 3) == column({1, 2, 3, 1, 2, 3, 1}));
  CHECK(seasonal_naive_forecast(input, {}, 2, 3) == column({1, 2}));
  CHECK(seasonal_naive_forecast(input, {}, 3, 1) == column({3, 3, 3}));
  CHECK(seasonal_naive_forecast(input, {}, 6, 5) == column({9, 9, 1, 2, 3, 9}));
  CHECK(!seasonal_naive_forecast(input, {}, 3, 6));
}

TEST_CASE("the mean of the last seasons takes whole ones alone, at most seven") {
  CHECK(mean_of_seasons_forecast(column({100, 1, 2, 5, 8}), {}, 3, 2) == column({3, 5, 3}));
  CHECK(mean_of_seasons_forecast(column({4, 1, 2}), {}, 4, 2) == column({1, 2, 1, 2}));
  CHECK(!mean_of_seasons_forecast(column({4, 1}), {}, 4, 3));
  Matrix<double> nine = Matrix<double>::Constant(9, 1, 7);
  nine(0) = nine(1) = 1e9;
  CHECK(mean_of_seasons_forecast(nine, {}, 1, 1) == column({7}));
  nine(2) = 0;
  CHECK(mean_of_seasons_forecast(nine, {}, 1, 1) == column({6}));
}

TEST_CASE("each dimension and series is forecast for itself, covariates are not") {
  Random random(3);
  const Matrix<double> input = test::random_matrix(6 * 3, 4, random);  // two dimensions and a covariate, six steps
  const auto naive = seasonal_naive_forecast(input, {.dims = 2, .stride = 3}, 3, 2);
  const auto mean = mean_of_seasons_forecast(input, {.dims = 2, .stride = 3}, 3, 2);
  REQUIRE(naive);
  REQUIRE(mean);
  REQUIRE(naive->rows() == 6);
  for (Index dim = 0; dim < 2; ++dim) {
    CHECK(naive->row(dim) == input.row(4 * 3 + dim));
    CHECK(naive->row(2 + dim) == input.row(5 * 3 + dim));
    CHECK(naive->row(4 + dim) == input.row(4 * 3 + dim));
    const Eigen::RowVectorXd expected = (input.row(dim) + input.row(2 * 3 + dim) + input.row(4 * 3 + dim)) / 3;
    CHECK((mean->row(dim) - expected).norm() < 1e-15);
    CHECK(mean->row(4 + dim) == mean->row(dim));
  }
}
