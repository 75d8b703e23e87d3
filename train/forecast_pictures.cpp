#include "forecast_pictures.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "app/report/table.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "time_tics.hpp"
#include "train_report.hpp"

namespace softwarp {
namespace {

// Dark enough on white, and distinct for readers who see fewer colours.
constexpr std::array kColours{"#0072b2", "#d55e00", "#007a5a", "#aa3377", "#8a6d00", "#3d3d99", "#7a4a2b"};
const LineStyle kTruth{.colour = "#000000", .width = 2.4};
const LineStyle kInput{.colour = "#8a8a8a", .width = 1.5};

// The second three are for settings that have the colour and the place of another.
const std::array<std::vector<int>, 6> kDashes{{{6, 3}, {}, {9, 3, 2, 3}, {2, 2}, {14, 4}, {9, 3, 2, 3, 2, 3}}};

Matrix<double> steps_of(const Matrix<double>& columns, Index series, Index dims) {
  return columns.col(series).reshaped(dims, columns.rows() / dims);
}

// Of windows, the column of the file that a variable of a series is.
Index column_of(const Comparison& comparison, Index series, Index variable) {
  if (comparison.test.dims > 1) return variable;
  return comparison.data.test_windows[static_cast<std::size_t>(series)].target;
}

void name_axes(const Comparison& comparison, Index series, Index variable, Panel& panel) {
  const auto& windows = comparison.data.windows;
  if (!windows) {
    if (comparison.test.dims > 1) panel.y_name = "variable " + std::to_string(variable + 1);
    return;
  }
  constexpr Index kTics = 2;
  const LongSeriesSet& set = windows->series->set;
  const auto& [input, target] = comparison.data.shape;
  const Index step = comparison.data.test_windows[static_cast<std::size_t>(series)].step;
  const Index seen = shown_input(comparison);
  panel.x_tics = time_tics(set.clock, {step - seen, step + target}, step, target, kTics);
  for (AxisTic& tic : panel.x_tics) tic.position += static_cast<double>(input - seen);
  panel.x_name = time_name(set);
  panel.y_name = one_line(set.columns[static_cast<std::size_t>(column_of(comparison, series, variable))]);
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
    ranked.push_back({.series = order[k], .title = name + place});
  }
  return ranked;
}

std::vector<std::size_t> shown_places(std::size_t count, std::size_t most) {
  const std::size_t shown = std::min(count, most);
  std::vector<std::size_t> places;
  for (std::size_t k = 0; k < shown; ++k) places.push_back(shown == 1 ? 0 : k * (count - 1) / (shown - 1));
  return places;
}

Index shown_variables(const Comparison& comparison) {
  return std::min(comparison.test.dims, static_cast<Index>(kMostPanels));
}

std::size_t shown_series(const Comparison& comparison, std::size_t most) {
  const std::size_t fit = kMostPanels / static_cast<std::size_t>(shown_variables(comparison));
  const std::size_t odd = fit > 2 && fit % 2 == 0 ? fit - 1 : fit;  // with a median
  return std::min(odd, most);
}

std::vector<std::size_t> settings_to_draw(const Comparison& comparison) {
  const std::vector<Setting>& settings = comparison.settings;
  std::vector<std::size_t> order(settings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (order.size() <= kShownRuns) return order;
  const auto is_euclidean = [&](std::size_t k) { return settings[k].loss.is_euclidean(); };
  std::ranges::stable_sort(order, {}, [&](std::size_t k) { return settings[k].chosen_run().dtw_to_choose_by(); });
  const auto drawn_end = order.begin() + kShownRuns;
  const auto euclidean = std::ranges::find_if(order, is_euclidean);
  if (euclidean != order.end() && euclidean >= drawn_end) std::iter_swap(euclidean, drawn_end - 1);
  std::sort(order.begin(), drawn_end);
  std::sort(drawn_end, order.end());
  return order;
}

std::string drawn_in_words(const Comparison& comparison) {
  const std::vector<Setting>& settings = comparison.settings;
  if (settings.size() <= kShownRuns) return "";
  const std::vector<std::size_t> order = settings_to_draw(comparison);
  const auto error = [&](std::size_t k) { return settings[k].chosen_run().dtw_to_choose_by(); };
  // The Euclidean one was taken in for another, if one that is not drawn is better.
  const auto drawn = std::span(order).first(kShownRuns), others = std::span(order).subspan(kShownRuns);
  const bool taken_in = std::ranges::any_of(drawn, [&](std::size_t k) {
    return settings[k].loss.is_euclidean() &&
           std::ranges::any_of(others, [&](std::size_t other) { return error(other) < error(k); });
  });
  const std::string by = std::string(" by the DTW on the ") +
                         (comparison.chosen_run().validation ? "validation " : "training ") +
                         examples_in_words(comparison);
  return "Drawn are " + std::to_string(kShownRuns) + " of " + std::to_string(settings.size()) + " settings: the best " +
         (taken_in ? "two" + by + ", and the best of the Euclidean loss." : "three" + by + ".");
}

std::vector<LineStyle> setting_styles(const Comparison& comparison) {
  const std::vector<std::size_t> order = settings_to_draw(comparison);
  std::vector<LineStyle> styles(order.size());
  constexpr std::size_t kFew = kColours.size() * 3;  // colours and dashes that differ
  for (std::size_t k = 0; k < order.size(); ++k)
    styles[order[k]] = {
        .colour = kColours[k % kColours.size()], .width = 1.7, .dashes = kDashes[k % 3 + k / kFew % 2 * 3]};
  return styles;
}

Index shown_input(const Comparison& comparison) {
  return std::min(comparison.data.shape.input, 2 * comparison.data.shape.target);
}

std::vector<LegendEntry> forecast_legend(const Comparison& comparison) {
  const bool all = shown_input(comparison) == comparison.data.shape.input;
  return {{all ? "input" : "end of the input", kInput}, {"truth", kTruth}, {"steps to forecast", kShade}};
}

Panel forecast_panel(const Comparison& comparison, const RankedSeries& ranked, std::span<const std::size_t> settings,
                     Index variable) {
  const ForecastSet& set = comparison.test;
  const Index inputs = set.input.rows() / set.input_dims();
  double unit = 1, centre = 0;
  if (const auto& windows = comparison.data.windows; windows && windows->series->set.targets > 1) {
    const Index column = column_of(comparison, ranked.series, variable);
    unit = windows->series->deviation[column];
    centre = windows->series->mean[column];
  }
  const auto steps = [&](const Matrix<double>& columns, Index dims) {
    return Matrix<double>(unit * steps_of(columns, ranked.series, dims).row(variable).array() + centre);
  };
  const Matrix<double> input = steps(set.input, set.input_dims()), target = steps(set.target, set.dims);
  const Index seen = shown_input(comparison);
  Matrix<double> truth(1, 1 + target.cols());  // with the last input, so that the series is one line
  truth << input.rightCols(1), target;
  Panel panel{.title = ranked.title,
              .lines = {{input.rightCols(seen), kInput, inputs - seen}, {truth, kTruth, inputs - 1}},
              .mark = static_cast<double>(inputs - 1),
              .shaded_from = static_cast<double>(inputs - 1)};
  name_axes(comparison, ranked.series, variable, panel);
  const std::vector<LineStyle> styles = setting_styles(comparison);
  const ForecastSet alone = select(set, {ranked.series});
  for (const std::size_t k : settings) {
    const Setting& setting = comparison.settings[k];
    const double dtw = dtw_of_each(setting.test_forecast.col(ranked.series), alone)[0];
    panel.lines.push_back(
        {steps(setting.test_forecast, set.dims), styles[k], inputs, to_text(setting) + ": DTW " + rounded(dtw, 3)});
  }
  return panel;
}

Drawing draw_forecasts(const Comparison& comparison) {
  constexpr std::size_t kShown = 3;
  const std::vector<RankedSeries> ranked = ranked_series(comparison);
  const std::vector<std::size_t> places = shown_places(ranked.size(), shown_series(comparison, kShown));
  const std::vector<std::size_t> order = settings_to_draw(comparison);
  const auto drawn = std::span(order).first(std::min(order.size(), kShownRuns));
  std::vector<Panel> panels;
  for (Index variable = 0; variable < shown_variables(comparison); ++variable) {
    for (const std::size_t place : places) panels.push_back(forecast_panel(comparison, ranked[place], drawn, variable));
  }
  const Index columns = places.size() > 1 ? static_cast<Index>(places.size()) : square_columns(panels.size());
  for (std::size_t k = static_cast<std::size_t>(columns); k < panels.size(); ++k) {  // those above say it
    panels[k].title.clear();
    for (Line& line : panels[k].lines) line.label.clear();
  }
  return draw_panels(panels, columns, Axes::own, forecast_legend(comparison), drawn_in_words(comparison));
}

}  // namespace softwarp
