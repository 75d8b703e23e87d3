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
  CHECK(ranking[0].title.find(", best") != std::string::npos);
  CHECK(ranking[9].title.find(", median") != std::string::npos);
  CHECK(ranking[19].title.find(", worst") != std::string::npos);
}

TEST_CASE("a panel holds the series as it is and the named forecasts of the settings that are drawn") {
  const TrainTest data = small_data();
  const Comparison comparison = compare<double>(data, quick());
  const Index series = 3;
  const std::vector<std::size_t> order = settings_to_draw(comparison);
  const auto drawn = std::span(order).first(kShownRuns);
  const Panel panel = forecast_panel(comparison, {.series = series, .title = "Test series 4"}, drawn, 0);
  REQUIRE(panel.lines.size() == 2 + 3);
  const Matrix<double>& values = data.test.series[series].values;
  CHECK(panel.lines[0].values == values.leftCols(77));
  CHECK(panel.lines[1].first == 76);
  CHECK(panel.lines[1].values.leftCols(24) == values.middleCols(76, 24));
  CHECK(std::isnan(panel.lines[1].values(0, 24)));
  CHECK(panel.lines[1].values.rightCols(27) == values.rightCols(27));
  CHECK(panel.shaded_from == 76);
  CHECK(panel.x_name == "step");
  CHECK(panel.y_name == "value");
  CHECK(panel.title == "Test series 4");
  for (std::size_t k = 0; k < 3; ++k) {
    const Setting& setting = comparison.settings[drawn[k]];
    CHECK(panel.lines[2 + k].first == 77);
    CHECK(panel.lines[2 + k].values == setting.test_forecast.col(series).transpose());
    const std::string name = to_text(setting) + ": DTW ";
    REQUIRE(panel.lines[2 + k].label.rfind(name, 0) == 0);
    CHECK(std::stod(panel.lines[2 + k].label.substr(name.size())) ==
          Approx(dtw_of_each(setting.test_forecast, comparison.test)[series]).epsilon(0.006));
  }
}

TEST_CASE("of many settings three are drawn, by what a choice may look at, the Euclidean loss among them") {
  const auto with_errors = [](const std::vector<double>& training) {
    Comparison comparison;
    comparison.settings = planned_settings(quick());  // the first is Euclidean
    for (std::size_t k = 0; k < training.size(); ++k) {
      comparison.settings[k].runs.resize(1);
      comparison.settings[k].runs[0].train.dtw = training[k];
      comparison.settings[k].runs[0].test.dtw = -training[k];  // must not matter
    }
    return comparison;
  };
  using Places = std::vector<std::size_t>;
  CHECK(settings_to_draw(with_errors({5, 4, 3, 2, 1})) == Places{0, 3, 4, 1, 2});
  CHECK(drawn_in_words(with_errors({5, 4, 3, 2, 1})) ==
        "Drawn are 3 of 5 settings: the best two by the DTW on the training series, and the best of the Euclidean "
        "loss.");
  CHECK(settings_to_draw(with_errors({2, 4, 3, 9, 1})) == Places{0, 2, 4, 1, 3});
  CHECK(drawn_in_words(with_errors({2, 4, 3, 9, 1})) ==
        "Drawn are 3 of 5 settings: the best three by the DTW on the training series.");
  Comparison few = with_errors({3, 2, 1, 1, 1});
  few.settings.resize(3);
  CHECK(settings_to_draw(few) == Places{0, 1, 2});
  CHECK(drawn_in_words(few).empty());
}

TEST_CASE("each variable of a series has panels of its own, at most three forecasts in each") {
  const Index dims = GENERATE(1, 2, 3, 7, 20);
  TrainTest data;
  for (SeriesSet* set : {&data.train, &data.test}) {
    set->dims = dims;
    for (int n = 0; n < 9; ++n)
      set->series.push_back({.values = Matrix<double>::Random(dims, 10), .label = {}, .where = {}});
  }
  const Comparison comparison = compare<float>(data, quick());
  const std::vector<RankedSeries> ranked = ranked_series(comparison);
  const std::vector<std::size_t> all{0, 1, 2};
  for (Index variable = 0; variable < shown_variables(comparison); ++variable) {
    const Panel panel = forecast_panel(comparison, ranked[0], all, variable);
    for (const Line& line : panel.lines) CHECK(line.values.rows() == 1);
    CHECK(panel.lines[0].values ==
          data.test.series[static_cast<std::size_t>(ranked[0].series)].values.row(variable).leftCols(6));
    CHECK(panel.y_name == (dims == 1 ? "value" : "variable " + std::to_string(variable + 1)));
  }
  const std::size_t panels = shown_series(comparison, 9) * static_cast<std::size_t>(shown_variables(comparison));
  CHECK(panels <= kMostPanels);
  CHECK(shown_series(comparison, 9) == (dims == 1 ? 9 : dims == 2 ? 5 : dims == 3 ? 3 : 1));

  // In the picture, the panels at the top name the three forecasts, those below them the variables.
  const std::string plots = draw_forecasts(comparison).plots;
  const auto count = [&](const std::string& text) {
    std::size_t found = 0;
    for (std::size_t at = plots.find(text); at != plots.npos; at = plots.find(text, at + 1)) ++found;
    return found;
  };
  CHECK(count(": DTW ") == 3 * (dims == 20 ? 4 : 3));  // as many as there are columns
  CHECK(count("plot '-'") == shown_series(comparison, 3) * static_cast<std::size_t>(shown_variables(comparison)));
  CHECK(count("'variable ") == (dims == 1 ? 0 : count("plot '-'")));
}

TEST_CASE("of a long input the end is shown, so that there is room for the forecasts") {
  TrainTest data = small_data();
  ComparisonOptions options = quick();
  options.split = 0.9;  // 115 steps and 13
  const Comparison comparison = compare<float>(data, options);
  CHECK(shown_input(comparison) == 26);
  const Panel panel = forecast_panel(comparison, {.series = 0, .title = ""}, {}, 0);
  CHECK(panel.lines[0].first == 115 - 26);
  CHECK(panel.lines[0].values == data.test.series[0].values.middleCols(115 - 26, 26));
  CHECK(forecast_legend(comparison)[0].label == "end of the input");
}

TEST_CASE("fourteen losses are told apart, and three neighbours even without colours") {
  ComparisonOptions options = quick();
  options.losses.clear();
  for (int k = 0; k < 14; ++k) options.losses.push_back({"softdtw", 1.0 / (1 + k)});
  Comparison comparison;
  comparison.settings = planned_settings(options);
  for (Setting& setting : comparison.settings) setting.runs.resize(1);
  std::set<std::pair<std::string, std::vector<int>>> styles;
  const std::vector<LineStyle> all = setting_styles(comparison);
  for (const LineStyle& style : all) styles.insert({style.colour, style.dashes});
  CHECK(styles.size() == 28);
  const std::vector<std::size_t> order = settings_to_draw(comparison);
  for (std::size_t k = 0; k + 3 <= order.size(); k += 3)
    CHECK(std::set{all[order[k]].dashes, all[order[k + 1]].dashes, all[order[k + 2]].dashes}.size() == 3);
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
