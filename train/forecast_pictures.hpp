/// What the trained networks forecast for the test series, as pictures. Of each setting, the chosen run is drawn.
///
/// A panel holds one variable of one series with at most kShownRuns forecasts, which are named in it with their DTW.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/report/line_panels.hpp"
#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

/// A test series in the order of the DTW error of the comparison's chosen run.
struct RankedSeries {
  Index series = 0;
  std::string title;  ///< "Test series 17, best"
};

/// All test series, from the best to the worst.
std::vector<RankedSeries> ranked_series(const Comparison& comparison);

/// Places in a ranking to show: the best, the worst, of an odd number the median, and evenly spaced ones in between; at
/// most `most`.
std::vector<std::size_t> shown_places(std::size_t count, std::size_t most);

inline constexpr std::size_t kShownRuns = 3;    ///< in a panel
inline constexpr std::size_t kMostPanels = 12;  ///< in a picture

/// How many series to show so that there are no more panels: at most `most`, at least one.
std::size_t shown_series(const Comparison& comparison, std::size_t most);

/// How many variables of a series are shown.
Index shown_variables(const Comparison& comparison);

/// The places of all settings: first those that are drawn where not all can be, then the others, each part in the order
/// of the table. Drawn are those with the lowest dtw_to_choose_by(), the best of the Euclidean loss in any case; test
/// errors play no part.
std::vector<std::size_t> settings_to_draw(const Comparison& comparison);

/// Which settings are drawn and how they were chosen, as a sentence; empty where all are.
std::string drawn_in_words(const Comparison& comparison);

/// How each setting is drawn, in all pictures: the first seven of settings_to_draw() have colours of their own, and the
/// lines of neighbours differ in their dashes, too, for print and for readers who see fewer colours. 42 settings are told
/// apart.
std::vector<LineStyle> setting_styles(const Comparison& comparison);

/// How many steps of the input are shown: of a long one its end, twice as long as what is forecast.
Index shown_input(const Comparison& comparison);

/// What the panels do not name: input, truth, and the ground of the steps to forecast.
std::vector<LegendEntry> forecast_legend(const Comparison& comparison);

/// One variable of a test series with the forecasts of these settings; of windows of several columns, in units of the
/// data.
Panel forecast_panel(const Comparison& comparison, const RankedSeries& ranked, std::span<const std::size_t> settings,
                     Index variable);

/// The best, the median and the worst series, their variables below each other, with the legend. The panels at the top
/// name what is drawn below them, too.
Drawing draw_forecasts(const Comparison& comparison);

}  // namespace softwarp
