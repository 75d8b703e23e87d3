#include "train/forecast_pictures.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "softwarp/data/synthetic.hpp"
#include "support/catch.hpp"

using namespace softwarp;

namespace {

TrainTest small_data() {
  TrainTest data{cylinder_bell_funnel(12, 5), cylinder_bell_funnel(20, 6)};
  data.test.series[3].values(0, 100) = std::nan("");  // a target with a gap
  return data;
}

ComparisonOptions quick() {
  ComparisonOptions options;
  options.losses = {{"euclidean", {}}, {"softdtw", 1.0}, {"softdtw", 0.1}};
  options.inits = {Init::random, Init::euclidean};
  options.repeats = 3;
  options.trainer.epochs = 2;
  return options;
}

}  // namespace

TEST_CASE("forecasts are those that were judged; series are ranked by the chosen run's") {
  const TrainTest data = small_data();
  ComparisonOptions options = quick();
  options.z_normalise = GENERATE(false, true);
  const Comparison result = GENERATE(true, false) ? compare<float>(data, options) : compare<double>(data, options);
  const TestForecasts forecasts = test_forecasts(data, options, result);

  REQUIRE(forecasts.runs.size() == 5);  // of 15 runs, one of each setting
  CHECK(forecasts.runs[forecasts.chosen] == &chosen_run(result));
  for (std::size_t k = 0; k < 5; ++k) {
    CHECK(evaluate(forecasts.values[k], forecasts.set).divergence == forecasts.runs[k]->test.divergence);
    for (std::size_t seed = 0; seed < 3; ++seed)
      CHECK(forecasts.runs[k]->train.dtw <= result.runs[3 * k + seed].train.dtw);
  }
  CHECK(forecasts.dtw.mean() == Approx(chosen_run(result).test.dtw).epsilon(1e-12));
  std::set<Index> all(forecasts.ranking.begin(), forecasts.ranking.end());
  CHECK(all.size() == 20);
  CHECK(std::ranges::is_sorted(forecasts.ranking, {}, [&](Index series) { return forecasts.dtw[series]; }));
}

TEST_CASE("a panel holds the series as it is and every forecast; styles tell runs apart") {
  const TrainTest data = small_data();
  const Comparison result = compare<double>(data, quick());
  const TestForecasts forecasts = test_forecasts(data, quick(), result);
  const Index series = 3;
  const auto rank = static_cast<std::size_t>(std::ranges::find(forecasts.ranking, series) - forecasts.ranking.begin());
  const Panel panel = forecast_panel(forecasts, rank);
  REQUIRE(panel.lines.size() == 2 + 5);
  const Matrix<double>& values = data.test.series[series].values;
  CHECK(panel.lines[0].values == values.leftCols(77));
  CHECK(panel.lines[1].first == 76);
  CHECK(panel.lines[1].values.leftCols(24) == values.middleCols(76, 24));
  CHECK(std::isnan(panel.lines[1].values(0, 24)));
  CHECK(panel.lines[1].values.rightCols(27) == values.rightCols(27));
  for (std::size_t k = 0; k < 5; ++k) {
    CHECK(panel.lines[2 + k].first == 77);
    CHECK(panel.lines[2 + k].values == forecasts.values[k].col(series).transpose());
  }
  CHECK(panel.title.rfind("Test series 4", 0) == 0);

  const auto legend = forecast_legend(forecasts);
  std::set<std::string> labels;
  std::set<std::pair<std::string, std::vector<int>>> styles;
  for (const LegendEntry& entry : legend) {
    labels.insert(entry.label);
    styles.insert({entry.style.colour, entry.style.dashes});
  }
  CHECK(labels.size() == 7);
  CHECK(styles.size() == 7);
  CHECK(labels.count("softdtw, gamma 0.1, init euclidean") == 1);
  CHECK(series_in_words(forecasts, 0).find(", best: DTW ") != std::string::npos);
  CHECK(series_in_words(forecasts, 19).find(", worst: DTW ") != std::string::npos);
}

TEST_CASE("fourteen losses are told apart") {
  ComparisonOptions options = quick();
  options.losses.clear();
  for (int k = 0; k < 14; ++k) options.losses.push_back({"softdtw", 1.0 / (1 + k)});
  options.repeats = 1;
  options.trainer.epochs = 1;
  const TrainTest data = small_data();
  const Comparison result = compare<float>(data, options);
  std::set<std::pair<std::string, std::vector<int>>> styles;
  for (const LineStyle& style : run_styles(test_forecasts(data, options, result)))
    styles.insert({style.colour, style.dashes});
  CHECK(styles.size() == 28);
}

TEST_CASE("the shown ranks reach from the best to the worst, the median among them, each once") {
  TestForecasts forecasts;
  for (const std::size_t count : {1u, 2u, 5u, 9u, 10u, 900u}) {
    forecasts.ranking.resize(count);
    const std::vector<std::size_t> ranks = shown_ranks(forecasts, 9);
    CHECK(ranks.size() == std::min<std::size_t>(count, 9));
    CHECK(ranks.front() == 0);
    CHECK(ranks.back() == count - 1);
    CHECK(std::ranges::adjacent_find(ranks, std::greater_equal<>()) == ranks.end());
    if (count != 2) CHECK(std::ranges::find(ranks, (count - 1) / 2) != ranks.end());
  }
}
