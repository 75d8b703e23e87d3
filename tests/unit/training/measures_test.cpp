#include "softwarp/training/measures.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;

namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();

Vector<double> values(std::initializer_list<double> numbers) {
  return Eigen::Map<const Vector<double>>(numbers.begin(), static_cast<Index>(numbers.size()));
}

Matrix<double> no_scales(Index dims, Index count) { return Matrix<double>::Constant(dims, count, kNaN); }

}  // namespace

TEST_CASE("errors by hand, in all, of each step and of each variable") {
  Matrix<double> forecast(4, 2), target(4, 2), scales(2, 2);  // two steps of two variables, two windows
  forecast << 1, 0, 0, 5, 2, 2, 0, 1;
  target << 0, 0, 0, 2, 0, kNaN, 4, 0;
  scales << 2, 2, 4, 1;
  Measures measures(2, 2);
  measures.add(forecast, target, scales);
  // errors: first step 1, 0 and 0, 3; second step 2, missing and −4, 1
  const ErrorSums all = measures.all();
  CHECK(all.count == 7);
  CHECK(all.mse() == (1 + 9 + 4 + 16 + 1) / 7.0);
  CHECK(all.mae() == (1 + 3 + 2 + 4 + 1) / 7.0);
  CHECK(all.rmse() == std::sqrt(31 / 7.0));
  CHECK(all.mase() == (0.5 + 3 + 1 + 1 + 1) / 7.0);
  CHECK(measures.of_step(0).mae() == 1);
  CHECK(measures.of_step(1).mse() == 7);
  CHECK(measures.of_variable(0).mae() == 1);
  CHECK(measures.of_variable(1).mse() == 6.5);
  CHECK(measures.of_variable(1).mase() == 5 / 4.0);
}

TEST_CASE("blocks of some of the variables, in any order, give what all together give") {
  Random random(8);
  const Index steps = 5, variables = 3, windows = 9;
  const Matrix<double> forecast = test::random_matrix(steps * variables, windows, random);
  Matrix<double> target = test::random_matrix(steps * variables, windows, random);
  target(7, 2) = target(0, 8) = kNaN;
  const Matrix<double> scales = test::random_matrix(variables, windows, random).cwiseAbs();
  Measures together(steps, variables), apart(steps, variables);
  together.add(forecast, target, scales);
  for (const Index variable : {2, 0, 1}) {
    const auto rows = Eigen::seqN(variable, steps, variables);
    const Matrix<double> f = forecast(rows, Eigen::all), t = target(rows, Eigen::all), s = scales.row(variable);
    apart.add(f.rightCols(4), t.rightCols(4), s.rightCols(4), variable);
    apart.add(f.leftCols(5), t.leftCols(5), s.leftCols(5), variable);
  }
  const auto same = [](const ErrorSums& a, const ErrorSums& b) {
    CHECK(a.count == b.count);
    CHECK(a.mse().value() == Approx(b.mse().value()).epsilon(1e-13));
    CHECK(a.mae().value() == Approx(b.mae().value()).epsilon(1e-13));
    CHECK(a.mase().value() == Approx(b.mase().value()).epsilon(1e-13));
  };
  same(together.all(), apart.all());
  CHECK(together.all().count == steps * variables * windows - 2);
  for (Index step = 0; step < steps; ++step) same(together.of_step(step), apart.of_step(step));
  for (Index variable = 0; variable < variables; ++variable) {
    same(together.of_variable(variable), apart.of_variable(variable));
  }
}

TEST_CASE("data times c: errors times c, squares times c², MASE as before") {
  Random random(1);
  const Matrix<double> forecast = test::random_matrix(4, 6, random), target = test::random_matrix(4, 6, random);
  const Matrix<double> training = test::random_matrix(20, 1, random);
  const auto measured = [&](double c) {
    Measures measures(4, 1);
    measures.add(c * forecast, c * target, Matrix<double>::Constant(1, 6, naive_error(c * training.col(0), 3).value()));
    return measures.all();
  };
  const ErrorSums one = measured(1), small = measured(0x1p-40);
  CHECK(small.mse() == *one.mse() * 0x1p-80);
  CHECK(small.mae() == *one.mae() * 0x1p-40);
  CHECK(small.mase() == one.mase());
}

TEST_CASE("no value, no error; no scale, no MASE") {
  const Matrix<double> forecast = Matrix<double>::Ones(2, 1), target = Matrix<double>::Constant(2, 1, 3);
  Measures measures(2, 3);
  CHECK(!measures.all().mse());
  CHECK(!measures.all().rmse());
  measures.add(forecast, Matrix<double>::Constant(2, 1, kNaN), Matrix<double>::Ones(1, 1));
  CHECK(!measures.all().mae());
  CHECK(!measures.all().mase());
  measures.add(forecast, target, no_scales(1, 1), 1);
  measures.add(forecast, target, Matrix<double>::Zero(1, 1), 1);
  CHECK(measures.all().mae() == 2);
  CHECK(!measures.all().mase());
  measures.add(forecast, target, Matrix<double>::Constant(1, 1, 4), 2);  // the others have none, and do not count
  CHECK(measures.all().mase() == 0.5);
  CHECK(!measures.of_variable(1).mase());
}

TEST_CASE("a forecast that is not finite is an error, where it is compared") {
  Matrix<double> forecast = Matrix<double>::Ones(2, 1), target = Matrix<double>::Ones(2, 1);
  forecast(1) = kNaN;
  target(1) = kNaN;
  Measures measures(2, 1);
  measures.add(forecast, target, no_scales(1, 1));
  CHECK(measures.all().count == 1);
  target(1) = 0;
  CHECK_THROWS_AS(measures.add(forecast, target, no_scales(1, 1)), NonFiniteError);
}

TEST_CASE("the scale of MASE is the naive forecast's error in sample") {
  CHECK(naive_error(values({1, 3, 2, 6}), 1) == (2 + 1 + 4) / 3.0);
  CHECK(naive_error(values({1, 3, 2, 6}), 2) == (1 + 3) / 2.0);
  CHECK(naive_error(values({1, kNaN, 2, 6, 7}), 1) == (4 + 1) / 2.0);
  CHECK(!naive_error(values({1, 2}), 2));
  CHECK(!naive_error(values({kNaN, 2, kNaN, 3}), 1));
  CHECK(!naive_error(values({1, 2, 1, 2, 1}), 2));
  CHECK(!naive_error(values({0.1, 0.1 + 1e-16, 0.1}), 1));
}

TEST_CASE("a seasonal naive forecast of what goes on as it was has the MASE of 1") {
  Random random(6);
  Vector<double> series(4000);
  for (Index t = 0; t < series.size(); ++t) series[t] = static_cast<double>(t % 12) + random.normal();
  const double scale = naive_error(series.head(2000), 12).value();
  Measures measures(12, 1);
  for (Index t = 2000; t + 24 <= series.size(); t += 12) {
    measures.add(series.segment(t, 12), series.segment(t + 12, 12), Matrix<double>::Constant(1, 1, scale));
  }
  CHECK(measures.all().mase().value() == Approx(1).margin(0.05));
}
