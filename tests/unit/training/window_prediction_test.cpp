#include "softwarp/training/window_prediction.hpp"

#include <cmath>
#include <limits>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"

using namespace softwarp;

namespace {

constexpr Index kPeriod = 4, kHorizon = 2;

// A network of one layer that repeats what it saw a period ago.
Model repeating_model(Index targets, Channels channels, Index covariates = 0) {
  ColumnFrame frame{.columns = {},
                    .targets = targets,
                    .channels = channels,
                    .mean = Vector<double>::LinSpaced(targets + covariates, 5, 50),
                    .deviation = Vector<double>::LinSpaced(targets + covariates, 2, 3)};
  frame.columns.assign(static_cast<std::size_t>(targets + covariates), "x");
  Model model{.layers = {},
              .steps = {.input = kPeriod, .target = kHorizon},
              .dims = frame.dims(),
              .covariates = covariates,
              .columns = frame,
              .theta = {}};
  const Index inputs = (model.dims + covariates) * kPeriod, outputs = model.dims * kHorizon;
  model.layers = parse_layers("dense(units=" + std::to_string(outputs) + ")");
  Matrix<double> weights = Matrix<double>::Zero(outputs, inputs);
  for (Index t = 0; t < kHorizon; ++t) {
    for (Index d = 0; d < model.dims; ++d) weights(t * model.dims + d, t * (model.dims + covariates) + d) = 1;
  }
  Vector<double> theta = Vector<double>::Zero(weights.size() + outputs);
  theta.head(weights.size()) = weights.reshaped();
  model.theta = theta;
  return model;
}

double wave(Index column, Index step) {
  return 10 * static_cast<double>(column) + static_cast<double>(((step + column) % kPeriod) * (column + 1));
}

// Series of these first steps and lengths.
LongSeriesSet waves(Index targets, Index covariates, const std::vector<TimeRange>& spans) {
  LongSeriesSet set;
  set.name = "Own";
  set.targets = targets;
  for (Index c = 0; c < targets + covariates; ++c) set.columns.push_back(std::string(1, static_cast<char>('a' + c)));
  for (const TimeRange& span : spans) {
    LongSeries& series = set.series.emplace_back();
    series.id = spans.size() > 1 ? std::to_string(set.series.size()) : "";
    series.where = "own.csv:" + std::to_string(set.series.size());
    series.first = span.begin;
    series.values.resize(targets + covariates, span.count());
    for (Index c = 0; c < series.values.rows(); ++c) {
      for (Index t = 0; t < span.count(); ++t) series.values(c, t) = wave(c, span.begin + t);
    }
  }
  return set;
}

void check_waves(const Matrix<double>& values, Index step) {
  REQUIRE(values.cols() == kHorizon);
  for (Index c = 0; c < values.rows(); ++c) {
    for (Index t = 0; t < kHorizon; ++t) CHECK(values(c, t) == Approx(wave(c, step + t)).margin(1e-12));
  }
}

}  // namespace

TEST_CASE("what comes after each series is forecast in the units of the data") {
  for (const Channels channels : {Channels::each, Channels::all}) {
    for (const Index targets : {1, 3}) {
      for (const Index covariates : {0, 2}) {
        CAPTURE(channels == Channels::all, targets, covariates);
        const Model model = repeating_model(targets, channels, covariates);
        const std::vector<TimeRange> spans{{0, 9}, {2, 17}, {11, 15}};
        const auto series = measured_as_in_training(model, waves(targets, covariates, spans));
        const WindowPrediction found = predict_after(model, *series);
        CHECK_FALSE(found.errors);
        REQUIRE(found.forecasts.size() == spans.size());
        for (std::size_t s = 0; s < spans.size(); ++s) {
          const SeriesForecast& forecast = found.forecasts[s];
          CHECK(forecast.series == static_cast<Index>(s));
          CHECK(forecast.step == spans[s].end);
          CHECK(forecast.forecast.rows() == targets);
          CHECK(forecast.truth.array().isNaN().all());
          check_waves(forecast.forecast, forecast.step);
        }
      }
    }
  }
}

TEST_CASE("a backtest forecasts the end of the time, a horizon at a time, and measures each target in its units") {
  const Model model = repeating_model(2, Channels::each);
  LongSeriesSet set = waves(2, 0, {{0, 15}, {0, 11}});
  set.series[0].values(1, 13) += 3;                                       // a step of the last horizon
  set.series[1].values(0, 9) = std::numeric_limits<double>::quiet_NaN();  // of the first, and of the only one there
  const WindowPrediction found = predict_backtest(model, measured_as_in_training(model, set), 3);
  std::vector<std::pair<Index, Index>> places;
  for (const SeriesForecast& forecast : found.forecasts) {
    places.emplace_back(forecast.series, forecast.step);
    check_waves(forecast.forecast, forecast.step);
  }
  CHECK(places == std::vector<std::pair<Index, Index>>{{0, 9}, {0, 11}, {0, 13}, {1, 9}});
  CHECK(found.forecasts[2].truth(1, 0) == set.series[0].values(1, 13));
  CHECK(std::isnan(found.forecasts[3].truth(0, 0)));
  REQUIRE(found.target_errors.size() == 2);
  CHECK(found.target_errors[0].of_steps.mae().value() == Approx(0).margin(1e-12));
  CHECK(found.target_errors[1].of_steps.mae().value() == Approx(3.0 / 8));
  CHECK(found.target_errors[1].of_steps.rmse().value() == Approx(3 / std::sqrt(8.0)));
  CHECK(found.target_errors[1].euclidean == Approx(9.0 / 4));
  REQUIRE(found.errors);
  CHECK(found.errors->euclidean == Approx(9.0 / 9 / 8));  // in variances: of eight windows, one is wrong by 3/3
}

TEST_CASE("values after an origin do not change what is forecast from it") {
  const Model model = repeating_model(2, Channels::all);
  const LongSeriesSet set = waves(2, 0, {{0, 20}});
  const WindowPrediction clean = predict_backtest(model, measured_as_in_training(model, set), 4);
  for (std::size_t k = 0; k < 4; ++k) {
    LongSeriesSet poisoned = set;
    const Index origin = clean.forecasts[k].step;
    poisoned.series[0].values.rightCols(20 - origin).setConstant(1e100);
    const WindowPrediction found = predict_backtest(model, measured_as_in_training(model, poisoned), 4);
    for (std::size_t i = 0; i < 4; ++i) {
      CAPTURE(k, i);
      // The network looks at the first half of a window only, so the next origin's forecast is as it was, too.
      CHECK((found.forecasts[i].forecast == clean.forecasts[i].forecast) == (i <= k + 1));
    }
    poisoned.series[0].values.conservativeResize(2, origin);
    const WindowPrediction after = predict_after(model, *measured_as_in_training(model, poisoned));
    CHECK(after.forecasts[0].forecast == clean.forecasts[k].forecast);
  }
}

TEST_CASE("series too short to be forecast are left out, and counted") {
  const Model model = repeating_model(2, Channels::each);
  LongSeriesSet set = waves(2, 0, {{0, 3}, {0, 9}, {5, 9}, {2, 14}});
  set.series[2].values.row(0).setConstant(std::numeric_limits<double>::quiet_NaN());
  const WindowPrediction after = predict_after(model, *measured_as_in_training(model, set));
  std::vector<std::pair<Index, Index>> places;
  for (const SeriesForecast& forecast : after.forecasts) {
    places.emplace_back(forecast.series, forecast.step);
    check_waves(forecast.forecast, forecast.step);
  }
  CHECK(places == std::vector<std::pair<Index, Index>>{{1, 9}, {3, 14}});
  CHECK(after.series_left_out == 2);
  const WindowPrediction before = predict_backtest(model, measured_as_in_training(model, set), 2);
  CHECK(before.forecasts.front().series == 3);
  CHECK(before.series_left_out == 3);
}

TEST_CASE("series that the model cannot forecast are rejected by name") {
  const Model model = repeating_model(2, Channels::each);
  const auto rejection = [&](LongSeriesSet set) {
    return message_of<Error>([&] { predict_after(model, *measured_as_in_training(model, std::move(set))); });
  };
  CHECK(
      rejection(waves(2, 0, {{0, 3}, {0, 2}})) ==
      "own.csv:1: series \"1\": expected at least the 4 steps that the network sees, found 3; nor can any other series "
      "be forecast");
  LongSeriesSet empty = waves(2, 0, {{0, 9}});
  empty.series[0].values.row(1).tail(4).setConstant(std::numeric_limits<double>::quiet_NaN());
  CHECK(rejection(empty) ==
        "own.csv:1: expected a value of \"b\" in its last 4 steps, which the network sees, found none");
  CHECK(rejection(waves(2, 1, {{0, 9}})) ==
        "Own: expected 2 columns to forecast and 0 beside them as the model has, found 2 columns to forecast and 1 "
        "beside them");
  LongSeriesSet daily = waves(2, 0, {{0, 9}});
  daily.clock = {.unit = Clock::Unit::microseconds, .start = 0, .distance = kDay};
  CHECK(rejection(daily) == "Own: expected steps of 1 row as the model was trained on, found 1 day");
  CHECK(message_of<Error>([&] {
          predict_backtest(model, measured_as_in_training(model, waves(2, 0, {{0, 9}})), 3);
        }) == "Own: expected at least 4 + 3·2 steps, a window and as many horizons as there are origins, found 9");
}
