// Comparisons on windows of long series.
#include <cmath>
#include <numeric>

#include "softwarp/comparison/comparison.hpp"
#include "softwarp/comparison/linear_network.hpp"
#include "softwarp/comparison/trained_model.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/data/time_parts.hpp"
#include "support/catch.hpp"
#include "support/long_series.hpp"

using namespace softwarp;
using test::daily_waves;
using test::long_set;

namespace {

struct Sources {
  Windows train, test;
};

Sources sources(const LongSeriesSet& set, const WindowShape& shape) {
  const TimeParts parts = split_time(span_of(set), {.train = {}, .validation = 0.25, .test = 0.2}, "Own");
  const auto series = test::measured_until(set, parts.learnt_until());
  return {{series, shape, parts.train}, {series, shape, parts.test}};
}

ComparisonOptions quick() {
  ComparisonOptions options;
  options.losses = {{"euclidean", {}}, {"softdtw", {}}};
  options.hidden = {4};
  options.scale = Scale::last;
  options.validation = 0.25;
  options.trainer.epochs = 2;
  options.trainer.batch_size = 16;
  return options;
}

template <class Real>
Comparison compared(const LongSeriesSet& set, const WindowShape& shape, const ComparisonOptions& options) {
  const Sources of = sources(set, shape);
  return compare<Real>(of.train, of.test, options);
}

}  // namespace

TEST_CASE("no value of the future reaches a choice: of the test part none, of the validation part no weight") {
  const Matrix<double> values = daily_waves(2, 400, 1);
  const WindowShape shape{.window = 24, .horizon = 6};
  const Comparison clean = compared<float>(long_set({values}), shape, quick());
  Matrix<double> poisoned = values;
  poisoned.rightCols(80).setConstant(1e9);  // the test part
  const Comparison other = compared<float>(long_set({poisoned}), shape, quick());
  REQUIRE(clean.settings.size() == other.settings.size());
  for (std::size_t k = 0; k < clean.settings.size(); ++k) {
    CHECK(clean.settings[k].loss == other.settings[k].loss);  // with the γ that was chosen
    CHECK(clean.settings[k].runs[0].theta == other.settings[k].runs[0].theta);
    CHECK(clean.settings[k].runs[0].validation->dtw == other.settings[k].runs[0].validation->dtw);
  }
  CHECK(clean.chosen == other.chosen);
  CHECK(clean.settings[0].runs[0].test.euclidean < 1e-6 * other.settings[0].runs[0].test.euclidean);

  // From the validation part on, the weights of an epoch stay as they are; only which epoch is best may change.
  poisoned.rightCols(160).setConstant(1e4);
  ComparisonOptions options = quick();
  options.losses = {{"euclidean", {}}, {"softdtw", 0.1}};
  const Comparison given = compared<float>(long_set({values}), shape, options),
                   later = compared<float>(long_set({poisoned}), shape, options);
  for (std::size_t k = 0; k < given.settings.size(); ++k) {
    const auto &history = given.settings[k].runs[0].history, &same = later.settings[k].runs[0].history;
    for (std::size_t e = 0; e < history.size(); ++e) CHECK(history[e].loss == same[e].loss);
  }
}

TEST_CASE("windows give the same bits for any number of threads, kept in memory or not") {
  const int before = threads();
  const LongSeriesSet set = long_set({daily_waves(2, 300, 2)});
  const auto runs_with = [&](int number) {
    set_threads(number);
    return compared<float>(set, {.window = 24, .horizon = 6}, quick());
  };
  const Comparison one = runs_with(1), four = runs_with(4);
  set_threads(before);
  for (std::size_t k = 0; k < one.settings.size(); ++k) {
    CHECK(one.settings[k].runs[0].theta == four.settings[k].runs[0].theta);
    CHECK(one.settings[k].runs[0].test.dtw == four.settings[k].runs[0].test.dtw);
  }
}

TEST_CASE("the linear network solves the Euclidean loss: what is linear is forecast exactly, from any level") {
  // Each step follows from the three before it: a wave around any level.
  Matrix<double> values(1, 200);
  for (Index t = 0; t < 200; ++t) values(0, t) = 1000 + 3 * std::sin(0.37 * static_cast<double>(t));
  ComparisonOptions options = quick();
  options.network = NetworkKind::linear;
  options.losses = {{"euclidean", {}}};
  const Comparison result = compared<double>(long_set({values}), {.window = 12, .horizon = 4}, options);
  const Run& run = result.settings[0].runs[0];
  CHECK(run.epochs == 0);
  CHECK(run.test.euclidean < 1e-6 * result.baselines[0].test.euclidean);

  // A flat window gets a flat forecast, whatever its level.
  const Model model = trained_model(result, options);
  REQUIRE(model.columns.has_value());
  const auto& theta = std::get<Vector<double>>(model.theta);
  ForecastSet flat{.input = Matrix<double>::Constant(12, 1, -77), .target = Matrix<double>::Zero(4, 1)};
  const Matrix<double> forecast_of_flat =
      forecast(Network<double>(model.network()), theta, model.preparation, flat, [](Index) { return "flat"; });
  CHECK((forecast_of_flat.array() == -77).all());
}

TEST_CASE("sums over stretches of neighbours are those over windows one by one, gaps or not") {
  Matrix<double> values = daily_waves(2, 200, 3);
  values(0, 60) = values(1, 90) = std::nan("");
  const Sources of = sources(long_set({values}), {.window = 10, .horizon = 3});
  const HeldOutSources parts = of.train.hold_out(0.25, 0);
  const Preparation preparation{.scaling = fit_scaling(Scale::last, parts.learn->take(sample_of(*parts.learn)))};
  const LinearFit fit = fit_linear(*parts.learn, *parts.validate, preparation);

  LinearSums sums(10, 3);
  for (const ForecastSource* part : {parts.learn.get(), parts.validate.get()}) {
    const ForecastSet seen = scaled(part->take(evenly_spaced(part->count(), part->count())), preparation.scaling);
    sums.add(seen.input, seen.target);
  }
  const LinearRegression plain = fit_ridge(sums, fit.ridge, Intercept::none);
  CHECK((plain.weights - fit.regression.weights).cwiseAbs().maxCoeff() < 1e-9);
  CHECK(sums.left_out() > 0);
  CHECK(fit.left_out == sums.left_out());

  const ForecastSet set = of.test.take(std::vector<Index>{0, 5});
  const Matrix<double> by_regression = linear_forecast(fit.regression, preparation, set);
  const Network<double> network(mlp({.input = {10}, .outputs = 3}));
  const Matrix<double> by_network = forecast(network, dense_weights<double>(fit.regression), preparation, set,
                                             [](Index) { return std::string("test"); });
  CHECK((by_regression - by_network).cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("columns together, covariates, and a model that remembers them") {
  LongSeriesSet set = long_set({daily_waves(3, 300, 4)});
  set.targets = 2;
  const Comparison result =
      compared<float>(set, {.window = 24, .horizon = 6, .stride = 1, .channels = Channels::all}, quick());
  CHECK(result.data.dims == 2);
  CHECK(result.networks[0].spec.input == SeriesShape{.steps = 24, .dims = 3});
  const Model model = trained_model(result, quick());
  const Model read = parse_model(write_model(model), "model");
  CHECK(read.covariates == 1);
  REQUIRE(read.columns.has_value());
  CHECK(read.columns->columns == std::vector<std::string>{"a", "b", "c"});
  CHECK(read.columns->targets == 2);
  CHECK(read.columns->channels == Channels::all);
  CHECK(read.columns->mean == model.columns->mean);
  CHECK(read.columns->deviation == model.columns->deviation);
  CHECK(read.preparation.scaling.input_factor == model.preparation.scaling.input_factor);
  CHECK(write_model(read) == write_model(model));
}

TEST_CASE("where gaps leave the linear forecast no whole target, the others are compared without it") {
  Matrix<double> values = daily_waves(1, 300, 5);
  for (Index t = 3; t < 300; t += 6) values(0, t) = std::nan("");
  ComparisonOptions options = quick();
  options.losses = {{"euclidean", {}}};
  const WindowShape shape{.window = 24, .horizon = 6};
  const Comparison result = compared<float>(long_set({values}), shape, options);
  for (const Baseline& baseline : result.baselines) CHECK(baseline.name != "linear");
  CHECK(std::isfinite(result.settings[0].runs[0].test.euclidean));
  options.network = NetworkKind::linear;
  CHECK_THROWS_WITH(compared<float>(long_set({values}), shape, options),
                    Catch::Matchers::ContainsSubstring("Own: ") &&
                        Catch::Matchers::ContainsSubstring("the network mlp learns from targets with gaps"));
}
