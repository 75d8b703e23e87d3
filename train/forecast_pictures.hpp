/// What the trained networks forecast for the test series, to be looked at.
#pragma once

#include <string>
#include <vector>

#include "app/report/line_panels.hpp"
#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

/// Forecasts of one run of each setting (loss, γ and initialisation); of several seeds, the one that chosen_run() takes.
struct TestForecasts {
  ForecastSet set;
  std::vector<const Run*> runs = {};
  std::vector<Matrix<double>> values = {};  ///< of each run [O·D×N], in units of the data
  std::size_t chosen = 0;                   ///< the run among them that chosen_run() takes of all
  Vector<double> dtw = {};                  ///< error of the chosen run's forecast of each series [N]
  std::vector<Index> ranking = {};          ///< the series, the one of the lowest error first
};

/// The runs must outlive what is returned.
TestForecasts test_forecasts(const TrainTest& data, const ComparisonOptions& options, const Comparison& result);

/// How each run is drawn, in the pictures and in their legend: a colour for each loss and γ, dashes for the networks
/// that started from the Euclidean one. Up to 14 losses, no two runs are drawn alike.
std::vector<LineStyle> run_styles(const TestForecasts& forecasts);

/// Input, truth, and each run.
std::vector<LegendEntry> forecast_legend(const TestForecasts& forecasts);

/// A series by its place in the ranking: "Test series 17, best: DTW 0.123".
std::string series_in_words(const TestForecasts& forecasts, std::size_t rank);

/// That series with its forecasts.
Panel forecast_panel(const TestForecasts& forecasts, std::size_t rank);

/// Places in the ranking that show all of it: the best, the worst, the median and what is evenly between, at most `most`.
std::vector<std::size_t> shown_ranks(const TestForecasts& forecasts, std::size_t most);

constexpr std::size_t kShownForecasts = 9;

/// The panels of shown_ranks() with the legend.
Drawing draw_forecasts(const TestForecasts& forecasts);

}  // namespace softwarp
