#include "softwarp/model/linear_regression.hpp"

#include <Eigen/LU>
#include <array>
#include <cmath>
#include <limits>

#include "softwarp/core/error.hpp"
#include "softwarp/core/parallel.hpp"
#include "support/catch.hpp"
#include "support/gradient_check.hpp"
#include "support/random_series.hpp"

using namespace softwarp;

namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Examples {
  Matrix<double> input, target;

  LinearSums sums() const {
    LinearSums sums(input.rows(), target.rows());
    sums.add(input, target);
    return sums;
  }
};

// Inputs that depend on each other, and targets that follow from them, with noise.
Examples noisy_examples(Index inputs, Index outputs, Index count, std::uint64_t seed = 5, double noise = 1) {
  Random random(seed);
  Examples examples;
  examples.input = test::random_walks(inputs, 1, count, random);
  examples.input.array() += 0.5;
  Random truth(7);
  const Matrix<double> weights = test::random_matrix(outputs, inputs, truth);
  examples.target = weights * examples.input + noise * test::random_matrix(outputs, count, random);
  examples.target.array() += 2;
  return examples;
}

double mean_square(const Matrix<double>& numbers) {
  return numbers.squaredNorm() / static_cast<double>(numbers.size());
}

double error_of(const LinearRegression& regression, const Examples& examples) {
  return mean_square(regression.forecast(examples.input) - examples.target);
}

// The normal equations, with a row of ones for the intercept, solved as they stand.
LinearRegression solved_directly(const Examples& examples, double ridge, Intercept intercept) {
  const Index I = examples.input.rows(), N = examples.input.cols();
  const bool fitted = intercept == Intercept::fitted;
  Matrix<double> x(I + 1, N);
  x << examples.input, Eigen::RowVectorXd::Constant(N, fitted ? 1 : 0);
  Matrix<double> varying = examples.input;
  if (fitted) varying.colwise() -= examples.input.rowwise().mean();
  Matrix<double> gram = x * x.transpose();
  gram.diagonal().head(I).array() += ridge * static_cast<double>(N) * mean_square(varying);
  if (!fitted) gram(I, I) = 1;
  const Matrix<double> solution = gram.lu().solve(x * examples.target.transpose()).transpose();
  return {solution.leftCols(I), solution.col(I)};
}

// The windows of a series, one by one, less the last value of each input.
Examples windows_of(const Vector<double>& values, const Vector<double>& truth, Index inputs, Index outputs, Index first,
                    Index count) {
  Examples examples{Matrix<double>(inputs, count), Matrix<double>(outputs, count)};
  for (Index i = 0; i < count; ++i) {
    const double last = values[first + i + inputs - 1];
    examples.input.col(i) = values.segment(first + i, inputs).array() - last;
    examples.target.col(i) = truth.segment(first + i + inputs, outputs).array() - last;
  }
  return examples;
}

double difference(const LinearSums& a, const LinearSums& b) {
  const Vector<double> zero = Vector<double>::Zero(a.inputs() + a.outputs());
  const auto [xx, yx, yy] = a.moments(zero);
  const LinearSums::Moments other = b.moments(zero);
  const double size = other.xx.cwiseAbs().maxCoeff() + other.yx.cwiseAbs().maxCoeff() + other.yy;
  return ((xx - other.xx).cwiseAbs().maxCoeff() + (yx - other.yx).cwiseAbs().maxCoeff() + std::abs(yy - other.yy)) /
             size +
         (a.mean() - b.mean()).norm() / (1 + b.mean().norm());
}

struct ThreadCount {  // of the process, for one test
  explicit ThreadCount(int count) : before(threads()) { set_threads(count); }
  ~ThreadCount() { set_threads(before); }
  int before;
};

}  // namespace

TEST_CASE("a ridge regression solves the normal equations, whose intercept is not penalised") {
  const Examples examples = noisy_examples(6, 3, 40);
  for (const Intercept intercept : {Intercept::none, Intercept::fitted}) {
    for (const double ridge : {1e-4, 0.1, 10.0}) {
      const LinearRegression fit = fit_ridge(examples.sums(), ridge, intercept);
      const LinearRegression direct = solved_directly(examples, ridge, intercept);
      CHECK((fit.weights - direct.weights).norm() < 1e-9 * direct.weights.norm());
      CHECK((fit.intercept - direct.intercept).norm() < 1e-9 * (1 + direct.intercept.norm()));
      CHECK(examples.sums().squared_error(fit) == Approx(error_of(fit, examples)).epsilon(1e-10));
    }
  }
}

TEST_CASE("the gradient of what a ridge regression minimises is zero there") {
  const Examples examples = noisy_examples(4, 2, 15);
  const double ridge = 0.3;
  const LinearRegression fit = fit_ridge(examples.sums(), ridge, Intercept::fitted);
  const Matrix<double> varying = examples.input.colwise() - examples.input.rowwise().mean();
  const auto objective = [&](const Vector<double>& numbers) {
    const LinearRegression moved{numbers.head(8).reshaped(2, 4), numbers.tail(2)};
    return 2 * error_of(moved, examples) + ridge * mean_square(varying) * moved.weights.squaredNorm();
  };
  Vector<double> at(10);
  at << fit.weights.reshaped(), fit.intercept;
  CHECK(test::gradient_error(objective, at, Vector<double>::Zero(10), 1e-2, 1) < 1e-9);
}

TEST_CASE("an affine truth is found again") {
  const Examples examples = noisy_examples(5, 3, 60, 5, 0);
  const LinearRegression fit = fit_ridge(examples.sums(), 1e-13, Intercept::fitted);
  const Examples others = noisy_examples(5, 3, 20, 6, 0);
  CHECK(error_of(fit, others) < 1e-18);
  CHECK(others.sums().squared_error(fit) < 1e-12);
}

TEST_CASE("the ridge has no units: data times a number have the same weights") {
  Examples examples = noisy_examples(4, 2, 30);
  const LinearRegression fit = fit_ridge(examples.sums(), 0.5, Intercept::fitted);
  examples.input *= 1e-4;
  examples.target *= 1e-4;
  const LinearRegression scaled = fit_ridge(examples.sums(), 0.5, Intercept::fitted);
  CHECK((scaled.weights - fit.weights).norm() < 1e-12 * fit.weights.norm());
  CHECK((scaled.intercept - 1e-4 * fit.intercept).norm() < 1e-12 * fit.intercept.norm());
}

TEST_CASE("the chosen ridge has the lowest error on the validation examples") {
  const Examples train = noisy_examples(8, 3, 20, 1, 1), validation = noisy_examples(8, 3, 50, 2, 1);
  for (const Intercept intercept : {Intercept::none, Intercept::fitted}) {
    const RidgeChoice choice = choose_ridge(train.sums(), validation.sums(), usual_ridges(), intercept);
    CHECK(choice.squared_error == Approx(error_of(choice.regression, validation)).epsilon(1e-9));
    CHECK(choice.ridge > usual_ridges().front());
    CHECK(choice.ridge < usual_ridges().back());
    for (const double ridge : usual_ridges()) {
      const LinearRegression fit = fit_ridge(train.sums(), ridge, intercept);
      CHECK(error_of(fit, validation) >= choice.squared_error * (1 - 1e-9));
      if (ridge == choice.ridge) CHECK(fit.weights == choice.regression.weights);
    }
  }
}

TEST_CASE("sums of blocks and of two sets are those of all examples") {
  const Examples examples = noisy_examples(60, 5, 90);
  LinearSums blocks(60, 5), rest(60, 5);
  blocks.add(examples.input.leftCols(33), examples.target.leftCols(33));
  rest.add(examples.input.rightCols(57), examples.target.rightCols(57));
  CHECK((blocks += rest).count() == 90);
  CHECK(difference(blocks, examples.sums()) < 1e-13);
  CHECK(difference(rest, examples.sums()) > 1e-3);
}

TEST_CASE("examples that lack a target value are left out and counted") {
  Examples examples = noisy_examples(4, 3, 20), with_gaps = noisy_examples(4, 3, 20);
  with_gaps.target(2, 0) = with_gaps.target(0, 19) = kNaN;
  examples.input = examples.input.middleCols(1, 18).eval();
  examples.target = examples.target.middleCols(1, 18).eval();
  const LinearSums sums = with_gaps.sums();
  CHECK(sums.count() == 18);
  CHECK(sums.left_out() == 2);
  CHECK(difference(sums, examples.sums()) < 1e-14);
}

TEST_CASE("no example, or none to validate, is an error") {
  Examples examples = noisy_examples(3, 2, 5);
  const LinearSums whole = examples.sums();
  examples.target.row(1).setConstant(kNaN);
  CHECK_THROWS_AS(fit_ridge(examples.sums(), 1, Intercept::none), Error);
  CHECK_THROWS_AS(choose_ridge(examples.sums(), whole, usual_ridges(), Intercept::none), Error);
  CHECK_THROWS_AS(choose_ridge(whole, examples.sums(), usual_ridges(), Intercept::none), Error);
}

TEST_CASE("constant inputs say nothing: the forecast is the mean, or none") {
  Examples examples = noisy_examples(3, 2, 30);
  examples.input.setZero();
  const LinearRegression mean = fit_ridge(examples.sums(), 1e-6, Intercept::fitted);
  CHECK(mean.weights.isZero(0));
  CHECK((mean.intercept - examples.target.rowwise().mean()).norm() < 1e-12);
  const RidgeChoice none = choose_ridge(examples.sums(), examples.sums(), usual_ridges(), Intercept::none);
  CHECK(none.regression.forecast(examples.input).isZero(0));
  CHECK(none.ridge == usual_ridges().back());  // of equals
}

TEST_CASE("fewer examples than inputs: the fit is finite and passes through them as the ridge goes to zero") {
  const Examples examples = noisy_examples(30, 2, 7);
  const LinearRegression close = fit_ridge(examples.sums(), 1e-10, Intercept::fitted);
  CHECK(error_of(close, examples) < 1e-8);
  CHECK(close.weights.norm() < 1e3);
  const LinearRegression direct = solved_directly(examples, 0.1, Intercept::fitted);
  const LinearRegression fit = fit_ridge(examples.sums(), 0.1, Intercept::fitted);
  CHECK((fit.weights - direct.weights).norm() < 1e-9 * direct.weights.norm());
}

TEST_CASE("sums over the windows of a series are those of its windows one by one") {
  Random random(11);
  const Index T = 400, inputs = 12, outputs = 5;
  Vector<double> values = test::random_walks(T, 1, 1, random);
  values.array() += GENERATE(0.0, 1e6);
  Vector<double> truth = values;
  const auto check = [&](Index first, Index count, Index missing) {
    LinearSums sums(inputs, outputs), one_by_one(inputs, outputs);
    sums.add_windows(values, truth, first, count);
    const Examples windows = windows_of(values, truth, inputs, outputs, first, count);
    one_by_one.add(windows.input, windows.target);
    CHECK(sums.count() == count - missing);
    CHECK(sums.count() == one_by_one.count());
    CHECK(sums.left_out() == one_by_one.left_out());
    if (sums.count() > 0) CHECK(difference(sums, one_by_one) < 1e-12);
  };
  const Index all = T - inputs - outputs + 1;
  check(0, all, 0);
  check(37, 200, 0);
  for (const Index count : {1, 5, 16, 17, 18}) check(all - count, count, 0);  // fewer windows than steps in one
  truth[3] = kNaN;                                                            // in no target
  check(0, all, 0);
  truth[12] = kNaN;  // in the first target alone
  check(0, all, 1);
  truth[200] = kNaN;
  check(0, all, 6);
  check(186, 5, 3);
  check(180, 6, 2);
  truth[203] = truth[220] = truth[T - 1] = kNaN;  // short runs between gaps
  check(0, all, 1 + 8 + 5 + 1);
  check(184, 12, 8);
  truth.tail(T - 20).setConstant(kNaN);
  check(100, 50, 50);
  LinearSums none(inputs, outputs);
  none.add_windows(values, truth, T, 0);
  CHECK(none.count() + none.left_out() == 0);
}

TEST_CASE("a value that is far from the others and in few windows does not hide the other windows") {
  Random random(4);
  Vector<double> values = test::random_walks(300, 1, 1, random);
  values[1] = 1e7;
  LinearSums sums(8, 3), without(8, 3);
  sums.add_windows(values, values, 0, 290);
  without.add_windows(values, values, 2, 288);
  const LinearSums::Moments all = sums.moments(Vector<double>::Zero(11)),
                            rest = without.moments(Vector<double>::Zero(11));
  // It is in windows 0 and 1, as steps 1 and 0, so step 5 of these has none of it.
  const double theirs = std::pow(values[5] - values[7], 2) + std::pow(values[6] - values[8], 2);
  CHECK(all.xx(5, 5) * 290 - rest.xx(5, 5) * 288 == Approx(theirs).margin(1e-3));
}

TEST_CASE("sums and fits are the same bits for any number of threads") {
  const Examples examples = noisy_examples(120, 10, 200);
  Random random(2);
  const Vector<double> series = test::random_walks(700, 1, 1, random);
  const auto fit = [&](int count) {
    const ThreadCount scope(count);
    LinearSums sums = examples.sums();
    sums.add_windows(series, series, 10, 500);
    return choose_ridge(sums, examples.sums(), usual_ridges(), Intercept::fitted);
  };
  const RidgeChoice one = fit(1);
  for (const int count : {2, 5}) {
    const RidgeChoice more = fit(count);
    CHECK(more.regression.weights == one.regression.weights);
    CHECK(more.regression.intercept == one.regression.intercept);
    CHECK(more.squared_error == one.squared_error);
    const ThreadCount scope(count);
    const Matrix<double> forecast = one.regression.forecast(examples.input);
    CHECK(forecast.col(150) == one.regression.forecast(examples.input.col(150)));
    CHECK(examples.sums().squared_error(one.regression) == Approx(mean_square(forecast - examples.target)));
  }
}
