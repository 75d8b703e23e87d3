#include "softwarp/comparison/comparison.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "softwarp/comparison/trained_model.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/data/cut_series.hpp"
#include "softwarp/data/fingerprint.hpp"
#include "softwarp/data/synthetic.hpp"
#include "softwarp/training/prediction.hpp"
#include "support/all_runs.hpp"
#include "support/catch.hpp"
#include "support/series_sets.hpp"

using namespace softwarp;
using test::all_runs;

namespace {

TrainTest small_data() { return {cylinder_bell_funnel(12, 5), cylinder_bell_funnel(15, 6)}; }

ComparisonOptions quick() {
  ComparisonOptions options;
  options.losses = {{"euclidean", {}}, {"softdtw", 1.0}, {"softdtw", 0.1}};
  options.inits = {Init::random, Init::euclidean};
  options.repeats = 2;
  options.seed = 7;
  options.trainer.epochs = 2;
  options.trainer.batch_size = 4;
  return options;
}

void check_same(const Comparison& a, const Comparison& b) {
  const auto runs = all_runs(a), others = all_runs(b);
  REQUIRE(runs.size() == others.size());
  for (std::size_t k = 0; k < runs.size(); ++k) {
    CHECK(runs[k].test.dtw == others[k].test.dtw);
    CHECK(runs[k].test.euclidean == others[k].test.euclidean);
    CHECK(runs[k].train_loss == others[k].train_loss);
  }
}

}  // namespace

TEST_CASE("settings are planned by loss and initialisation; Euclidean is its own Euclidean start") {
  const std::vector<Setting> settings = planned_settings(quick());
  std::vector<std::string> names;
  for (const Setting& setting : settings) {
    names.push_back(to_text(setting));
    REQUIRE(setting.runs.size() == 2);
    CHECK(setting.runs[0].seed == 7);
    CHECK(setting.runs[1].seed == 8);
  }
  CHECK(names == std::vector<std::string>{"euclidean, init random", "softdtw(gamma=1), init random",
                                          "softdtw(gamma=1), init euclidean", "softdtw(gamma=0.1), init random",
                                          "softdtw(gamma=0.1), init euclidean"});
  CHECK(planned_epochs(quick()) == 20);

  ComparisonOptions options = quick();
  options.losses = {{"softdtw", 1.0}};
  options.inits = {Init::euclidean};
  CHECK(planned_settings(options).size() == 1);
  CHECK(planned_epochs(options) == 8);  // the Euclidean start is trained all the same
}

TEST_CASE("a loss has one text, annealed or not") {
  TrainingLoss loss{LossSpec{.name = "dilate", .gamma = 0.01, .band = 6, .alpha = 0.3}};
  CHECK(to_text(loss).starts_with("dilate(gamma=0.01, "));
  loss.first_gamma = 1;
  CHECK(to_text(loss).starts_with("dilate(gamma=1:0.01, "));
  CHECK(to_text(TrainingLoss{{"softdtw", {}}}) == "softdtw");
}

TEST_CASE("a comparison is the same for any number of threads, and for each run alone") {
  const int before = threads();
  std::atomic<Index> epochs{0};
  set_threads(1);
  const Comparison one =
      compare<float>(small_data(), quick(), {[&](Index done, const std::string&) { epochs += done; }});
  CHECK(epochs == 20);
  set_threads(3);
  check_same(one, compare<float>(small_data(), quick()));

  ComparisonOptions alone = quick();
  alone.losses = {{"softdtw", 0.1}};
  alone.inits = {Init::euclidean};
  alone.repeats = 1;
  alone.seed = 8;
  const Comparison last = compare<float>(small_data(), alone);
  CHECK(last.chosen_run().test.dtw == one.settings[4].runs[1].test.dtw);
  set_threads(before);
}

TEST_CASE("the chosen run has the lowest DTW on the validation series or, without them, on the training series") {
  ComparisonOptions options = quick();
  options.validation = GENERATE(0.0, 0.25);
  const Comparison result = compare<float>(small_data(), options);
  for (const Setting& setting : result.settings) {
    for (const Run& run : setting.runs) {
      REQUIRE(run.validation.has_value() == (options.validation > 0));
      CHECK(setting.chosen_run().dtw_to_choose_by() <= run.dtw_to_choose_by());
      CHECK(result.chosen_run().dtw_to_choose_by() <= run.dtw_to_choose_by());
      CHECK(run.dtw_to_choose_by() == (run.validation ? run.validation->dtw : run.train.dtw));
    }
  }
}

TEMPLATE_TEST_CASE("the test forecasts are those that were judged, and those of the saved model", "", float, double) {
  TrainTest data = small_data();
  data.test.series[3].values(0, 100) = std::nan("");  // a target with a gap
  ComparisonOptions options = quick();
  options.scale = GENERATE(Scale::none, Scale::set, Scale::step, Scale::series);
  options.base = GENERATE(Base::none, Base::kernel);
  const Comparison result = compare<TestType>(data, options);
  for (const Setting& setting : result.settings) {
    const ForecastErrors errors = evaluate(setting.test_forecast, result.test, result.divergence_gamma());
    CHECK(errors.dtw == setting.chosen_run().test.dtw);
    CHECK(errors.divergence == setting.chosen_run().test.divergence);
  }
  const Model model = trained_model(result, options);
  CHECK(predict_rest(model, data.test).values == result.chosen_setting().test_forecast);
  CHECK(model.origin.at("seed") == std::to_string(result.chosen_run().seed));
}

TEST_CASE("without a test set, the same runs are trained and chosen") {
  const TrainTest data = small_data();
  ComparisonOptions options = quick();
  options.losses.push_back({{"softdtw", {}}});
  options.validation = GENERATE(0.0, 0.25);
  const ForecastShape shape = forecast_shape(data, options.split);
  const Comparison alone = train_only<float>(CutSeries(data.train, options.split, shape), {options});
  const Comparison both = compare<float>(data, options);
  REQUIRE(alone.settings.size() == both.settings.size());
  CHECK(alone.chosen == both.chosen);
  const Model model = trained_model(alone, options), other = trained_model(both, options);
  CHECK(model.theta == other.theta);
  CHECK(model.origin.at("data_fingerprint") == other.origin.at("data_fingerprint"));
  CHECK_FALSE(model.origin.contains("test_dtw"));
  CHECK(other.origin.contains("test_dtw"));
}

TEST_CASE("without a test set, an interrupt leaves nothing") {
  const TrainTest data = small_data();
  const ForecastShape shape = forecast_shape(data, quick().split);
  std::atomic<Index> epochs{0};
  const auto stop = [&](Index, const std::string&) {
    if (++epochs == 15) throw Interrupted{};
  };
  CHECK_THROWS_AS(train_only<float>(CutSeries(data.train, quick().split, shape), {quick()}, {stop}), Interrupted);
}

TEST_CASE("the facts of the data are those of both sets") {
  TrainTest data = small_data();
  data.train.series[0].values.conservativeResize(1, 60);
  data.train.series[1].values(0, 2) = std::nan("");
  ComparisonOptions options = quick();
  options.losses = {{"euclidean", {}}};
  const DataFacts facts = compare<float>(data, options).data;
  CHECK(facts.name == data.train.name);
  CHECK(facts.train.count == 12);
  CHECK(facts.train.shortest == 60);
  CHECK(facts.train.longest == 128);
  CHECK(facts.train.missing_values == 1);
  CHECK(facts.test.missing_values == 0);
  CHECK(facts.test.fingerprint == fingerprint(data.test));
  CHECK(facts.test_places.size() == 15);
  CHECK(facts.shape.input + facts.shape.target == 128);
}

TEST_CASE("DTW errors are never above Euclidean ones; float and double agree roughly") {
  const Comparison in_float = compare<float>(small_data(), quick()), in_double = compare<double>(small_data(), quick());
  const auto floats = all_runs(in_float), doubles = all_runs(in_double);
  for (std::size_t k = 0; k < floats.size(); ++k) {
    CHECK(floats[k].test.dtw <= floats[k].test.euclidean);
    CHECK(floats[k].test.dtw == Approx(doubles[k].test.dtw).epsilon(1e-3));
  }
  std::vector<std::string> naive;
  for (const Baseline& baseline : in_float.baselines) naive.push_back(baseline.name);
  CHECK(naive == std::vector<std::string>{"last value", "mean of training targets", "nearest training series",
                                          "nearest series by DTW"});
}

TEST_CASE("the law of units: forecasts and errors of scaled trainings follow the data") {
  ComparisonOptions options = quick();
  options.losses = {{"euclidean", {}}, {"softdtw", 0.1}};
  options.repeats = 1;
  options.scale = GENERATE(Scale::set, Scale::step, Scale::series);
  options.base = GENERATE(Base::none, Base::kernel);
  const TrainTest data = small_data();
  const Comparison here = compare<double>(data, options);
  const auto check = [&](double c, double b, double tolerance) {
    const auto map = [&](double x) { return c * x + b; };
    const Comparison there = compare<double>({test::mapped(data.train, map), test::mapped(data.test, map)}, options);
    CAPTURE(to_text(options.scale), to_text(options.base), c, b);
    const auto same = [&](double found, double expected) {
      CHECK(std::abs(found - expected) <= tolerance * std::abs(expected));
    };
    for (std::size_t k = 0; k < here.settings.size(); ++k) {
      const Run &run = there.settings[k].chosen_run(), &expected = here.settings[k].chosen_run();
      same(run.train_loss, expected.train_loss);
      same(run.test.dtw, c * c * expected.test.dtw);
      same(run.test.euclidean, c * c * expected.test.euclidean);
      same(run.test.divergence.value(), c * c * expected.test.divergence.value());
      CHECK(std::abs(run.test.tdi - expected.test.tdi) <= tolerance);
      const Matrix<double> forecast = (there.settings[k].test_forecast.array() - b) / c;
      const double worst = (forecast - here.settings[k].test_forecast).cwiseAbs().maxCoeff();
      CHECK(worst <= tolerance * here.settings[k].test_forecast.cwiseAbs().maxCoeff());
    }
    CHECK(there.chosen == here.chosen);
  };
  for (const int exponent : {-40, 3, 40}) check(std::ldexp(1.0, exponent), 0, 0);  // to the bit
  check(1e-12, 0, 1e-6);
  check(1e12, 0, 1e-6);
  check(0.01, 4000, 1e-5);
}

TEST_CASE("records of epochs are kept where they are asked for, and change nothing else") {
  ComparisonOptions options = quick();
  options.losses = {{"softdtw", {}}};
  const Comparison with = compare<float>(small_data(), options);
  const Comparison without = compare<float>(small_data(), options, {.histories = false});
  check_same(with, without);
  for (const Run& run : all_runs(with)) CHECK(run.history.size() == 2);
  for (const Run& run : all_runs(without)) {
    CHECK(run.history.empty());
    CHECK(run.epochs == 2);
    CHECK(run.seconds > 0);
  }
}
