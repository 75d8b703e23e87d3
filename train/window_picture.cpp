#include "window_picture.hpp"

#include <algorithm>
#include <span>

#include "app/report/line_panels.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "time_tics.hpp"

namespace softwarp {
namespace {

constexpr int kPictureWidth = 960;  // of one column of panels
constexpr Index kShownSteps = 600;  // that are forecast
constexpr Index kTics = 5;
const LineStyle kSeen{.colour = "#8a8a8a", .width = 1.5};
const LineStyle kTrue{.colour = "#000000", .width = 2};
const LineStyle kForecast{.colour = "#d55e00", .width = 1.8};

// One target of the forecasts of one series.
Panel panel_of(const LongSeriesSet& set, std::span<const SeriesForecast> forecasts, Index target, bool backtest) {
  const Index horizon = forecasts[0].forecast.cols();
  const auto most = static_cast<std::size_t>(std::max<Index>(1, kShownSteps / horizon));
  if (forecasts.size() > most) forecasts = forecasts.last(most);
  const LongSeries& series = set.series[static_cast<std::size_t>(forecasts[0].series)];
  const Index begin = forecasts.front().step, end = forecasts.back().step + horizon;
  const Index before = std::min(begin - series.first, std::max<Index>(50, 7 * horizon));
  const TimeRange shown{begin - before, end};
  const auto values = [&](Index from, Index to) {
    return series.values.row(target).segment(from - series.first, to - from).eval();
  };

  Panel panel{.title = set.columns[static_cast<std::size_t>(target)],
              .lines = {{values(shown.begin, begin), kSeen}},
              .mark = static_cast<double>(before - 1),
              .shaded_from = static_cast<double>(before - 1),
              .x_tics = time_tics(set.clock, shown, begin, horizon, kTics),
              .x_name = time_name(set),
              .y_name = one_line(set.columns[static_cast<std::size_t>(target)])};
  panel.title = one_line(series.id.empty() ? panel.title : series.id + ": " + panel.title);
  // With the last step before, so that the series is one line.
  if (backtest) panel.lines.push_back({values(begin - 1, end), kTrue, before - 1});
  for (const SeriesForecast& forecast : forecasts)
    panel.lines.push_back({forecast.forecast.row(target), kForecast, forecast.step - shown.begin});
  return panel;
}

}  // namespace

Drawing draw_windows(const LongSeriesSet& set, const WindowPrediction& prediction) {
  const bool backtest = prediction.errors.has_value();
  const std::span<const SeriesForecast> forecasts(prediction.forecasts);
  std::vector<Panel> panels;
  for (auto first = forecasts.begin(); first != forecasts.end();) {
    const auto last = std::ranges::find_if(
        first, forecasts.end(), [&](const SeriesForecast& forecast) { return forecast.series != first->series; });
    for (Index target = 0; target < set.targets && panels.size() < kShownPanels; ++target)
      panels.push_back(panel_of(set, {first, last}, target, backtest));
    first = last;
  }
  std::vector<LegendEntry> legend{{"seen", kSeen}, {"forecast", kForecast}, {"to forecast", kShade}};
  if (backtest) legend.insert(legend.begin() + 1, {"truth", kTrue});
  const Index columns = panels.size() > 3 ? 2 : 1;
  return draw_panels(panels, columns, Axes::own, legend, {}, kPictureWidth);
}

}  // namespace softwarp
