#include "softwarp/data/scaling.hpp"

#include <cmath>
#include <limits>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/series_sets.hpp"

using namespace softwarp;
using test::check_column;
using test::cut_alone;
using test::mapped;
using test::set_of;
using test::walks;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

const Scale kScaled[]{Scale::set, Scale::step, Scale::series};

ForecastSet scaled_alone(Scale scale, const ForecastSet& raw) { return scaled(raw, fit_scaling(scale, raw)); }

}  // namespace

TEST_CASE("set: the mean of inputs and targets together is 0, their deviation 1, in each dimension") {
  const ForecastSet set = scaled_alone(Scale::set, cut_alone(walks(20, 10, 2, 1), 0.6));
  for (Index d = 0; d < 2; ++d) {
    Vector<double> all(20 * 10);
    const auto rows = [&](Index steps) { return Eigen::seqN(d, steps, 2); };
    all << set.input(rows(6), Eigen::all).reshaped(), set.target(rows(4), Eigen::all).reshaped();
    CHECK(all.mean() == Approx(0).margin(1e-12));
    CHECK(all.squaredNorm() / 200 == Approx(1));
  }
}

TEST_CASE("step: the mean input is 0 at each step; targets are 1 away from their mean, which is kept") {
  const ForecastSet raw = cut_alone(walks(20, 10, 2, 2), 0.6);
  const Scaling scaling = fit_scaling(Scale::step, raw);
  const ForecastSet set = scaled(raw, scaling);
  CHECK(set.input.rowwise().mean().isZero(1e-12));
  CHECK((set.target.rowwise().mean() - scaling.mean_target).isZero(1e-12));
  const Matrix<double> left = set.target.colwise() - scaling.mean_target;
  for (Index d = 0; d < 2; ++d) {
    CHECK(set.input(Eigen::seqN(d, 6, 2), Eigen::all).squaredNorm() / 120 == Approx(1));
    CHECK(left(Eigen::seqN(d, 4, 2), Eigen::all).squaredNorm() / 80 == Approx(1));
  }
  // Differences between steps are those of the data in another unit, so that alignments are as well.
  const double difference = raw.target(2, 0) - raw.target(0, 0);
  CHECK((set.target(2, 0) - set.target(0, 0)) * scaling.target_deviation[0] == Approx(difference));
  const double unit = (scaling.target_deviation.array().square().sum()) / 2;
  CHECK(scaling.squared_unit == Approx(unit));
}

TEST_CASE("series: mean and deviation are those of the own input alone") {
  // Input 1, 3: mean 2, deviation 1. The targets are far away and must not influence these.
  const ForecastSet set = scaled_alone(Scale::series, cut_alone(set_of({{1, 3, 1002, -998}, {10, 30, 40, kNaN}}), 0.5));
  check_column(set.input, 0, {-1, 1});
  check_column(set.target, 0, {1000, -1000});
  check_column(set.input, 1, {-1, 1});
  check_column(set.target, 1, {2, kNaN});
  SeriesSet own;
  own.dims = 2;
  Matrix<double> values(2, 4);
  values << 1, 3, 4, 5, 100, 300, 200, 500;
  own.series.emplace_back().values = values;
  const ForecastSet two = scaled_alone(Scale::series, cut_alone(own, 0.5));
  check_column(two.input, 0, {-1, -1, 1, 1});
  check_column(two.target, 0, {2, 0, 3, 3});
}

TEST_CASE("series: the moments are those of the window that the network sees, its gaps filled") {
  const ForecastSet raw = without_targets(set_of({{100, -50, 1, kNaN, 3, 4}, {1, 2, 3, 4}}), {.input = 4, .target = 2});
  const ForecastSet set = scaled_alone(Scale::series, raw);
  CHECK(set.input.col(0) == set.input.col(1));  // 1, 2, 3, 4 whatever came before
}

TEST_CASE("what does not vary is shifted, not scaled: no NaN, no blown-up target") {
  // 0.1 is no binary fraction: the mean of many is not exactly 0.1, and the deviation not exactly 0.
  const double level = GENERATE(0.0, 5.0, 0.1, -1e6 / 3);
  const ForecastSet raw = cut_alone(
      set_of({{level, level, level, level, level, level, level + 1, level}, {level, level, level, 0, 2, 1, 3, 0}}),
      0.75);
  for (const Scale scale : kScaled) {
    const ForecastSet set = scaled_alone(scale, raw);
    CAPTURE(to_text(scale), level);
    CHECK(set.input.allFinite());
    CHECK(set.target.allFinite());
    CHECK(std::abs(set.target(0, 0) - set.target(1, 0)) < 5);
    if (scale == Scale::step) CHECK(set.input.topRows(3).isZero(0));  // exactly: noise would be learnt from
  }
  const ForecastSet constant = cut_alone(set_of({{level, level, level, level}}), 0.5);
  for (const Scale scale : kScaled) {
    const Scaling scaling = fit_scaling(scale, constant);
    CHECK((scaling.target_deviation[0] > 0 && scaling.squared_unit > 0));
    CHECK(scaled(constant, scaling).target.isZero(1e-9));
  }
}

TEST_CASE("undoing a scaling gives the targets back") {
  SeriesSet own = walks(20, 10, 2, 4);
  for (std::size_t i = 0; i < own.series.size(); ++i) {
    own.series[i].values = 50 + (std::pow(10.0, static_cast<double>(i % 5)) * own.series[i].values).array();
    if (i == 3) own.series[i].values.row(0).setConstant(7);
  }
  const ForecastSet raw = cut_alone(own, 0.6);
  for (const Scale scale : kScales) {
    const Scaling scaling = fit_scaling(scale, raw);
    Matrix<double> forecast = scaled(raw, scaling).target;
    if (scale == Scale::none)
      CHECK(forecast == raw.target);
    else
      REQUIRE((forecast - raw.target).norm() > 1);
    undo_scaling(raw, scaling, forecast);
    CHECK((forecast - raw.target).cwiseAbs().maxCoeff() < 1e-11 * raw.target.cwiseAbs().maxCoeff());
  }
}

TEST_CASE("the law of units: what a network sees is the same in all of them") {
  SeriesSet set = walks(12, 10, 2, 5);
  set.series[2].values(0, 8) = kNaN;
  set.series[3].values.row(1).setConstant(2);
  const ForecastSet raw = cut_alone(set, 0.6);
  for (const Scale scale : kScaled) {
    const ForecastSet expected = scaled_alone(scale, raw);
    const double square = fit_scaling(scale, raw).squared_unit;
    for (const int exponent : {-40, 3, 40}) {  // a power of two changes no bit
      const double c = std::ldexp(1.0, exponent);
      const ForecastSet other = cut_alone(mapped(set, [&](double x) { return c * x; }), 0.6);
      const ForecastSet found = scaled_alone(scale, other);
      CHECK(found.input == expected.input);
      CHECK(found.target.array().isNaN().select(0, found.target) ==
            expected.target.array().isNaN().select(0, expected.target));
      CHECK(fit_scaling(scale, other).squared_unit == c * c * square);
    }
    for (const auto& [c, b] : {std::pair{1e-12, 0.0}, {1e12, 0.0}, {0.3, 7.0}, {1.0, 1e6}}) {
      const ForecastSet other = cut_alone(mapped(set, [c = c, b = b](double x) { return c * x + b; }), 0.6);
      const ForecastSet found = scaled_alone(scale, other);
      CAPTURE(to_text(scale), c, b);
      CHECK((found.input - expected.input).cwiseAbs().maxCoeff() < 1e-9 * (1 + std::abs(b / c)));
      CHECK(fit_scaling(scale, other).squared_unit == Approx(c * c * square).epsilon(1e-8));
    }
  }
}

TEST_CASE("what is small beside an offset is no noise as long as the values carry it") {
  const SeriesSet set = walks(40, 10, 1, 7);
  for (const Scale scale : {Scale::set, Scale::step, Scale::last}) {
    const auto at = [&](double offset) {
      return cut_alone(mapped(set, [=](double x) { return 10 * x + offset; }), 0.6);
    };
    const ForecastSet expected = scaled_alone(scale, at(0)), found = scaled_alone(scale, at(1e13));
    CAPTURE(to_text(scale));
    CHECK((found.input - expected.input).cwiseAbs().maxCoeff() < 0.01);
    CHECK((found.target - expected.target).norm() < 0.5 * expected.target.norm());  // of a step's mean, one is rounded
  }
}

TEST_CASE("values whose squares a double cannot tell from 0 are refused under every scale") {
  for (const Scale scale : kScales) {
    const auto fit = [&](double unit) {
      const SeriesSet set = mapped(walks(12, 10, 2, 8), [=](double x) { return unit * x; });
      return message_of<Error>([&] {
        const double square = fit_scaling(scale, cut_alone(set, 0.6)).squared_unit;
        CHECK(square > std::numeric_limits<double>::min());
      });
    };
    CAPTURE(to_text(scale));
    CHECK(fit(1e-110) == "(nothing thrown)");
    CHECK(fit(1e-160) ==
          "the training set: expected values that vary by at least 1e-120 in dimension 1, found less; multiply "
          "them by a constant");
    CHECK(fit(1e-300) == fit(1e-160));
  }
  CHECK(fit_scaling(Scale::step, cut_alone(set_of({{1e-300, 1e-300, 1e-300}}), 0.6)).squared_unit == 1);
}

TEST_CASE("squares of scaled values become squares of the data where one factor does") {
  const ForecastSet one = cut_alone(walks(10, 10, 1, 6), 0.6), two = cut_alone(walks(10, 10, 2, 6), 0.6);
  CHECK(squares_to_data(fit_scaling(Scale::none, two)) == 1);
  const Scaling step = fit_scaling(Scale::step, one);
  CHECK(squares_to_data(step) == Approx(step.squared_unit));
  CHECK(!squares_to_data(fit_scaling(Scale::step, two)));
  CHECK(!squares_to_data(fit_scaling(Scale::series, one)));
}
