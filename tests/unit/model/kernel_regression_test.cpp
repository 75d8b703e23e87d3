#include "softwarp/model/kernel_regression.hpp"

#include <Eigen/LU>
#include <cmath>
#include <limits>

#include "softwarp/core/parallel.hpp"
#include "softwarp/model/preparation.hpp"
#include "support/catch.hpp"
#include "support/series_sets.hpp"

using namespace softwarp;

namespace {

struct Problem {
  Matrix<double> input, target;
};

// Targets that follow smoothly from inputs, with noise.
Problem smooth_problem(Index count, double noise) {
  Random random(3);
  Problem problem{Matrix<double>(3, count), Matrix<double>(2, count)};
  for (double& number : problem.input.reshaped()) number = random.normal();
  for (Index i = 0; i < count; ++i) {
    const Vector<double> x = problem.input.col(i);
    problem.target.col(i) << std::sin(x[0]) + x[1], x[2] * x[0];
    for (double& number : problem.target.col(i)) number += noise * random.normal();
  }
  return problem;
}

// The fit without series i, solved anew with the same width and ridge, and its forecast of that series.
Vector<double> fit_without(const Problem& problem, const KernelRegression& fitted, double ridge, Index i) {
  std::vector<Index> others;
  for (Index j = 0; j < problem.input.cols(); ++j) {
    if (j != i) others.push_back(j);
  }
  const Matrix<double> x = problem.input(Eigen::all, others);
  const Matrix<double> y = problem.target(Eigen::all, others).colwise() - fitted.mean;
  Matrix<double> kernel(x.cols(), x.cols());
  Vector<double> to_i(x.cols());
  for (Index a = 0; a < x.cols(); ++a) {
    for (Index b = 0; b < x.cols(); ++b) kernel(a, b) = std::exp(-(x.col(a) - x.col(b)).squaredNorm() / fitted.width);
    to_i[a] = std::exp(-(x.col(a) - problem.input.col(i)).squaredNorm() / fitted.width);
  }
  kernel.diagonal().array() += ridge;
  return y * kernel.lu().solve(to_i) + fitted.mean;
}

}  // namespace

TEST_CASE("forecasts of left-out series are those of fits that never saw them") {
  const Problem problem = smooth_problem(25, 0.1);
  const KernelFit fit = fit_kernel_regression(problem.input, problem.target, 0);
  // The ridge follows from a weight: (K + ridge) w = y.
  const Vector<double> smoothed = fit.regression.forecast(problem.input).col(0), weight = fit.regression.weights.col(0);
  const double ridge = (problem.target(0, 0) - smoothed[0]) / weight[0];
  REQUIRE(ridge > 0);
  double left = 0;
  for (Index i = 0; i < 25; ++i) {
    const Vector<double> expected = fit_without(problem, fit.regression, ridge, i);
    CHECK((fit.left_out.col(i) - expected).norm() < 1e-8);
    left += (problem.target.col(i) - expected).squaredNorm();
  }
  CHECK(fit.regression.deviation == Approx(std::sqrt(left / 50)));
  CHECK(fit.regression.deviation < 0.6);  // of targets whose deviation is about 1.2
}

TEST_CASE("inputs that say nothing leave the mean") {
  Problem problem = smooth_problem(40, 0);
  Random random(9);
  for (double& number : problem.target.reshaped()) number = 3 + random.normal();
  const KernelFit fit = fit_kernel_regression(problem.input, problem.target, 0);
  const Matrix<double> forecast = fit.regression.forecast(smooth_problem(10, 0).input);
  CHECK((forecast.array() - 3).abs().maxCoeff() < 0.6);
  CHECK(fit.regression.deviation < 1.15);
}

TEST_CASE("missing values count as the mean; one series, equal series and constant targets are no error") {
  Problem problem = smooth_problem(12, 0.1);
  problem.target(1, 4) = std::numeric_limits<double>::quiet_NaN();
  problem.target.row(0).setConstant(2);
  const KernelFit fit = fit_kernel_regression(problem.input, problem.target, 0);
  CHECK(fit.left_out.allFinite());
  CHECK((fit.left_out.row(0).array() == 2).all());
  for (const Index count : {1, 5}) {
    const Matrix<double> same = Matrix<double>::Ones(3, count), target = Matrix<double>::Constant(2, count, 4);
    const KernelFit constant = fit_kernel_regression(same, target, 0);
    CHECK((constant.regression.forecast(same) - target).isZero(1e-12));
    CHECK(constant.regression.deviation == 1);
  }
}

TEST_CASE("many series: some are centres, the others are forecast as new ones; for any number of threads") {
  const Problem problem = smooth_problem(kMostCentres + 20, 0.1);
  const KernelFit fit = fit_kernel_regression(problem.input, problem.target, 1);
  CHECK(fit.regression.centres.cols() == kMostCentres);
  CHECK(fit.left_out.cols() == kMostCentres + 20);
  CHECK((fit.left_out - problem.target).norm() < 0.5 * problem.target.norm());
  const int before = threads();
  set_threads(1);
  CHECK(fit_kernel_regression(problem.input, problem.target, 1).left_out == fit.left_out);
  set_threads(before);
}

TEST_CASE("a preparation's base forecasts are in units of what is left") {
  const ForecastSet raw = test::cut_alone(test::walks(30, 10, 2, 4), 0.6);
  const FittedPreparation none = fit_preparation(Scale::set, Base::none, raw, 0);
  CHECK(none.base_forecasts.size() == 0);
  CHECK(none.preparation.unit() == 1);
  const FittedPreparation step = fit_preparation(Scale::step, Base::none, raw, 0);
  CHECK(step.base_forecasts == step.preparation.scaling.mean_target.replicate(1, 30));
  const FittedPreparation kernel = fit_preparation(Scale::step, Base::kernel, raw, 0);
  const double unit = kernel.preparation.unit();
  const Matrix<double> left = scaled(raw, kernel.preparation.scaling).target / unit - kernel.base_forecasts;
  CHECK(left.squaredNorm() / static_cast<double>(left.size()) == Approx(1));
  CHECK(kernel.preparation.square_in_data() == std::nullopt);  // two dimensions of different deviations
}
