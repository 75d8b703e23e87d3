#include "forecast_pictures.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "app/report/table.hpp"

namespace softwarp {
namespace {

// Dark enough on white, and distinct for readers who see fewer colours.
constexpr std::array kColours{"#0072b2", "#d55e00", "#007a5a", "#aa3377", "#8a6d00", "#3d3d99", "#7a4a2b"};
constexpr const char* kTruth = "#000000";
constexpr const char* kInput = "#8a8a8a";

Matrix<double> steps_of(const Matrix<double>& columns, Index series, Index dims) {
  return columns.col(series).reshaped(dims, columns.rows() / dims);
}

}  // namespace

std::vector<RankedSeries> ranked_series(const Comparison& comparison) {
  const Vector<double> dtw = dtw_of_each(comparison.chosen_setting().test_forecast, comparison.test);
  std::vector<Index> order(static_cast<std::size_t>(dtw.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::stable_sort(order, {}, [&](Index series) { return dtw[series]; });
  std::vector<RankedSeries> ranked;
  const std::size_t worst = order.size() - 1;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const char* place = k == 0 ? ", best" : k == worst ? ", worst" : k == worst / 2 ? ", median" : "";
    const std::string name = comparison.data.windows ? comparison.data.test_places[static_cast<std::size_t>(order[k])]
                                                     : "Test series " + std::to_string(order[k] + 1);
    ranked.push_back({.series = order[k], .title = name + place + ": DTW " + rounded(dtw[order[k]], 3)});
  }
  return ranked;
}

std::vector<std::size_t> shown_places(std::size_t count, std::size_t most) {
  const std::size_t shown = std::min(count, most);
  std::vector<std::size_t> places;
  for (std::size_t k = 0; k < shown; ++k) places.push_back(shown == 1 ? 0 : k * (count - 1) / (shown - 1));
  return places;
}

std::vector<LineStyle> setting_styles(const Comparison& comparison) {
  std::vector<std::string> losses;  // those seen so far, each with its γ
  std::vector<LineStyle> styles;
  for (const Setting& setting : comparison.settings) {
    const std::string loss = setting.network_name + ' ' + to_text(setting.loss);
    auto place = std::ranges::find(losses, loss);
    if (place == losses.end()) place = losses.insert(losses.end(), loss);
    const auto number = static_cast<std::size_t>(place - losses.begin());
    const bool again = number / kColours.size() % 2 == 1;  // the second seven are dotted, too
    styles.push_back({.colour = kColours[number % kColours.size()], .width = 1.3});
    if (setting.init == Init::euclidean) {
      styles.back().dashes = again ? std::vector{9, 3, 2, 3} : std::vector{9, 4};
    } else if (again) {
      styles.back().dashes = {2, 3};
    }
  }
  return styles;
}

std::vector<LegendEntry> forecast_legend(const Comparison& comparison) {
  std::vector<LegendEntry> legend{{"input", {kInput, 1.5}}, {"truth", {kTruth, 2}}};
  const std::vector<LineStyle> styles = setting_styles(comparison);
  for (std::size_t k = 0; k < styles.size(); ++k) legend.push_back({to_text(comparison.settings[k]), styles[k]});
  return legend;
}

Panel forecast_panel(const Comparison& comparison, const RankedSeries& ranked) {
  const ForecastSet& set = comparison.test;
  const Index inputs = set.input.rows() / set.input_dims();
  const auto steps = [&](const Matrix<double>& columns) { return steps_of(columns, ranked.series, set.dims); };
  const Matrix<double> input = steps_of(set.input, ranked.series, set.input_dims()).topRows(set.dims),
                       target = steps(set.target);
  Matrix<double> truth(set.dims, 1 + target.cols());  // with the last input, so that the series is one line
  truth << input.rightCols(1), target;
  Panel panel{.title = ranked.title,
              .lines = {{input, {kInput, 1.5}}, {truth, {kTruth, 2}, inputs - 1}},
              .mark = static_cast<double>(inputs - 1)};
  const std::vector<LineStyle> styles = setting_styles(comparison);
  for (std::size_t k = 0; k < styles.size(); ++k)
    panel.lines.push_back({steps(comparison.settings[k].test_forecast), styles[k], inputs});
  return panel;
}

Drawing draw_forecasts(const Comparison& comparison) {
  const std::vector<RankedSeries> ranked = ranked_series(comparison);
  std::vector<Panel> panels;
  for (const std::size_t place : shown_places(ranked.size(), kShownForecasts))
    panels.push_back(forecast_panel(comparison, ranked[place]));
  return draw_panels(panels, square_columns(panels.size()), Axes::own, forecast_legend(comparison));
}

}  // namespace softwarp
