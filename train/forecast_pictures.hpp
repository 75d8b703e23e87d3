/// What the trained networks forecast for the test series, as pictures. Of each setting, the chosen run is drawn.
#pragma once

#include <string>
#include <vector>

#include "app/report/line_panels.hpp"
#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

/// A test series in the order of the DTW error of the comparison's chosen run.
struct RankedSeries {
  Index series = 0;
  std::string title;  ///< "Test series 17, best: DTW 0.123"
};

/// All test series, from the best to the worst.
std::vector<RankedSeries> ranked_series(const Comparison& comparison);

/// Places in a ranking to show: the best, the worst, the median, and evenly spaced ones in between; at most `most`.
std::vector<std::size_t> shown_places(std::size_t count, std::size_t most);

constexpr std::size_t kShownForecasts = 9;

/// How each setting is drawn, in the pictures and in their legend: one colour per loss and γ, dashes for the networks
/// that started from the Euclidean one. With up to 14 losses, no two settings are drawn alike.
std::vector<LineStyle> setting_styles(const Comparison& comparison);

/// Input, truth, and each setting.
std::vector<LegendEntry> forecast_legend(const Comparison& comparison);

/// A test series with its forecasts.
Panel forecast_panel(const Comparison& comparison, const RankedSeries& ranked);

/// The panels of the shown places, with the legend.
Drawing draw_forecasts(const Comparison& comparison);

}  // namespace softwarp
