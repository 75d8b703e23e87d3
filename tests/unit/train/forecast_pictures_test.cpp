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

TEST_CASE("test series are ranked by the DTW error of the chosen run's forecast") {
  const Comparison comparison = compare<float>(small_data(), quick());
  const std::vector<RankedSeries> ranking = ranked_series(comparison);
  const Vector<double> dtw = dtw_of_each(comparison.chosen_setting().test_forecast, comparison.test);
  CHECK(dtw.mean() == Approx(comparison.chosen_run().test.dtw).epsilon(1e-12));
  std::set<Index> all;
  for (const RankedSeries& ranked : ranking) all.insert(ranked.series);
  CHECK(all.size() == 20);
  CHECK(std::ranges::is_sorted(ranking, {}, [&](const RankedSeries& ranked) { return dtw[ranked.series]; }));
  CHECK(ranking[0].title.find(", best: DTW ") != std::string::npos);
  CHECK(ranking[9].title.find(", median: DTW ") != std::string::npos);
  CHECK(ranking[19].title.find(", worst: DTW ") != std::string::npos);
}

TEST_CASE("a panel holds the series as it is and every forecast; styles tell settings apart") {
  const TrainTest data = small_data();
  const Comparison comparison = compare<double>(data, quick());
  const Index series = 3;
  const Panel panel = forecast_panel(comparison, {.series = series, .title = "Test series 4"});
  REQUIRE(panel.lines.size() == 2 + 5);
  const Matrix<double>& values = data.test.series[series].values;
  CHECK(panel.lines[0].values == values.leftCols(77));
  CHECK(panel.lines[1].first == 76);
  CHECK(panel.lines[1].values.leftCols(24) == values.middleCols(76, 24));
  CHECK(std::isnan(panel.lines[1].values(0, 24)));
  CHECK(panel.lines[1].values.rightCols(27) == values.rightCols(27));
  for (std::size_t k = 0; k < 5; ++k) {
    CHECK(panel.lines[2 + k].first == 77);
    CHECK(panel.lines[2 + k].values == comparison.settings[k].test_forecast.col(series).transpose());
  }
  CHECK(panel.title == "Test series 4");

  std::set<std::string> labels;
  std::set<std::pair<std::string, std::vector<int>>> styles;
  for (const LegendEntry& entry : forecast_legend(comparison)) {
    labels.insert(entry.label);
    styles.insert({entry.style.colour, entry.style.dashes});
  }
  CHECK(labels.size() == 7);
  CHECK(styles.size() == 7);
  CHECK(labels.count("softdtw(gamma=0.1), init euclidean") == 1);
}

TEST_CASE("fourteen losses are told apart") {
  ComparisonOptions options = quick();
  options.losses.clear();
  for (int k = 0; k < 14; ++k) options.losses.push_back({"softdtw", 1.0 / (1 + k)});
  Comparison comparison;
  comparison.settings = planned_settings(options);
  std::set<std::pair<std::string, std::vector<int>>> styles;
  for (const LineStyle& style : setting_styles(comparison)) styles.insert({style.colour, style.dashes});
  CHECK(styles.size() == 28);
}

TEST_CASE("the shown places reach from the best to the worst, the median among them, each once") {
  for (const std::size_t count : {1u, 2u, 5u, 9u, 10u, 900u}) {
    const std::vector<std::size_t> places = shown_places(count, 9);
    CHECK(places.size() == std::min<std::size_t>(count, 9));
    CHECK(places.front() == 0);
    CHECK(places.back() == count - 1);
    CHECK(std::ranges::adjacent_find(places, std::greater_equal<>()) == places.end());
    if (count != 2) CHECK(std::ranges::find(places, (count - 1) / 2) != places.end());
  }
}
