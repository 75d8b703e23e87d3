#include "softwarp/training/evaluation.hpp"

#include <limits>

#include "softwarp/core/error.hpp"
#include "softwarp/loss/euclidean.hpp"
#include "softwarp/loss/soft_dtw.hpp"
#include "support/catch.hpp"

using namespace softwarp;

namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();

ForecastSet set_of(const Matrix<double>& input, const Matrix<double>& target, Index dims = 1) {
  ForecastSet set;
  set.input = input;
  set.target = target;
  set.dims = dims;
  return set;
}

}  // namespace

TEST_CASE("errors by hand: squared, summed over steps, averaged over series") {
  Matrix<double> target(3, 2), forecast(3, 2);
  target << 0, 1, 1, 1, 0, 1;
  forecast << 0, 1, 0, 1, 1, 4;  // series 1 is one step late; series 2 ends too high
  const ForecastErrors errors = evaluate(forecast, set_of(Matrix<double>::Zero(1, 2), target), 1);
  CHECK(errors.euclidean == (2.0 + 9.0) / 2);
  CHECK(errors.dtw == (1.0 + 9.0) / 2);  // warping saves the late step but must pay for the end of series 1
  CHECK(errors.root_dtw == (1.0 + 3.0) / 2);
}

TEST_CASE("a perfect forecast has no error; a late one has distortion, a high one has not") {
  Matrix<double> target(4, 1), late(4, 1);
  target << 0, 0, 5, 0;
  late << 0, 5, 0, 0;
  const ForecastSet set = set_of(Matrix<double>::Zero(1, 1), target);
  const ForecastErrors perfect = evaluate(target, set, 1), shifted = evaluate(late, set, 1),
                       high = evaluate(target.array() + 0.1, set, 1);
  CHECK(perfect.dtw == 0);
  CHECK(perfect.tdi == 0);
  CHECK(perfect.divergence == 0);
  CHECK(shifted.dtw == 0);
  CHECK(shifted.tdi == 3.0 / 16);
  CHECK(shifted.divergence > 0);
  CHECK(high.tdi == 0);
  CHECK(high.dtw > 0);
}

TEST_CASE("missing target steps count in neither error; a forecast that is not finite is an error") {
  Matrix<double> target(3, 1), forecast(3, 1);
  target << 0, kNaN, 2;
  forecast << 1, 100, 2;
  CHECK(evaluate(forecast, set_of(Matrix<double>::Zero(1, 1), target), 1).euclidean == 1);
  forecast(0) = kNaN;
  CHECK_THROWS_AS(evaluate(forecast, set_of(Matrix<double>::Zero(1, 1), target), 1), Error);
}

TEST_CASE("the last value is the newest step of the input, dimension by dimension") {
  Matrix<double> input(4, 1);
  input << 1, 2, 3, 4;
  const Matrix<double> forecast = last_value_forecast(set_of(input, Matrix<double>::Zero(6, 1), 2));
  CHECK(forecast.reshaped() == (Vector<double>(6) << 3, 4, 3, 4, 3, 4).finished());
}

TEST_CASE("a divergence whose gamma cannot work is none; the other errors stay") {
  Matrix<double> target(3, 1), forecast(3, 1);
  target << 1e9, 2e9, 1e9;
  forecast << 1e9, 1e9, 2e9;
  const ForecastErrors errors = evaluate(forecast, set_of(Matrix<double>::Zero(1, 1), target), 1e-9);
  CHECK(!errors.divergence);
  CHECK(errors.dtw == Approx(1e18));
  CHECK(errors.euclidean == Approx(2e18));
}

TEST_CASE("the nearest training series by DTW may be another than by the Euclidean distance") {
  Matrix<double> inputs(4, 2), targets(1, 2), seen(4, 1);
  inputs << 0, 1, 0, 1, 3, 1, 0, 1;  // a peak in the third step, and a constant
  targets << 1, 2;
  seen << 0, 3, 0, 0;  // the peak in the second step
  const ForecastSet train = set_of(inputs, targets), set = set_of(seen, Matrix<double>::Zero(1, 1));
  CHECK(nearest_series_forecast(train, set, EuclideanLoss<double>())(0, 0) == 2);  // 7, not 18
  CHECK(nearest_series_forecast(train, set, DtwLoss<double>())(0, 0) == 1);        // 0, not 7
}

TEST_CASE("the nearest training series is found by all that a step has, covariates among it") {
  // Three steps of one value and two covariates: steps belong together under DTW, not single numbers.
  Matrix<double> inputs(9, 2), targets(1, 2), seen(9, 1);
  inputs << 0, 0, 5, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 5, 0, 0;
  targets << 1, 2;
  seen << 5, 0, 0, 0, 0, 0, 5, 0, 0;
  ForecastSet train = set_of(inputs, targets), set = set_of(seen, Matrix<double>::Zero(1, 1));
  train.covariates = set.covariates = 2;
  Vector<double> distances(2);
  DtwLoss<double>().pairs({inputs, 3}, {seen.replicate(1, 2), 3}, distances);
  const double expected = distances[0] <= distances[1] ? 1 : 2;
  CHECK(nearest_series_forecast(train, set, DtwLoss<double>())(0, 0) == expected);
  train.dims = set.dims = 2;  // nine numbers are no multiple of two
  train.covariates = set.covariates = 1;
  train.target = Matrix<double>::Ones(2, 2);
  set.target = Matrix<double>::Zero(2, 1);
  CHECK(nearest_series_forecast(train, set, DtwLoss<double>())(0, 0) == 1);
}

TEST_CASE("the nearest training series lends its target, what it lacks comes from the mean") {
  Matrix<double> inputs(2, 3), targets(2, 3), seen(2, 2);
  inputs << 0, 5, 5, 0, 5, 6;
  targets << 1, 2, kNaN, 3, 4, 8;
  seen << 1, 5, -1, 7;
  const Matrix<double> forecast = nearest_series_forecast(
      set_of(inputs, targets), set_of(seen, Matrix<double>::Zero(2, 2)), EuclideanLoss<double>());
  CHECK(forecast == (Matrix<double>(2, 2) << 1, 1.5, 3, 8).finished());
}
