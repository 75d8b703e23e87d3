/// Forecasts of long series as pictures.
#pragma once

#include "app/report/gnuplot.hpp"
#include "softwarp/training/window_prediction.hpp"

namespace softwarp {

/// A panel for each target of each series, at most kShownPanels: what was seen, the newest forecasts and, of a
/// backtest, the truth.
Drawing draw_windows(const LongSeriesSet& set, const WindowPrediction& prediction);

constexpr std::size_t kShownPanels = 8;

}  // namespace softwarp
