#include "forecast_pictures.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "app/report/table.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/training/prepared_set.hpp"
#include "train_report.hpp"

namespace softwarp {
namespace {

// Dark enough on white, and told apart by people who see fewer colours.
constexpr std::array kColours{"#0072b2", "#d55e00", "#007a5a", "#aa3377", "#8a6d00", "#3d3d99", "#7a4a2b"};
constexpr const char* kTruth = "#000000";
constexpr const char* kInput = "#8a8a8a";

Matrix<double> steps_of(const Matrix<double>& columns, Index series, Index dims) {
  return columns.col(series).reshaped(dims, columns.rows() / dims);
}

}  // namespace

TestForecasts test_forecasts(const TrainTest& data, const ComparisonOptions& options, const Comparison& result) {
  TestForecasts forecasts{.set = cut(data.test, options.split, result.shape)};
  for (const std::span<const Run> runs : settings(result, options)) {
    const Run& run = chosen_run(runs);
    if (&run == &chosen_run(result)) forecasts.chosen = forecasts.runs.size();
    forecasts.runs.push_back(&run);
    forecasts.values.push_back(std::visit(
        [&]<class Real>(const Vector<Real>& theta) {
          return PreparedSet<Real>(data.test, forecasts.set, options.z_normalise)
              .forecast(Network<Real>(result.network), theta);
        },
        run.theta));
  }
  forecasts.dtw = dtw_of_each(forecasts.values[forecasts.chosen], forecasts.set);
  forecasts.ranking.resize(static_cast<std::size_t>(forecasts.dtw.size()));
  std::iota(forecasts.ranking.begin(), forecasts.ranking.end(), Index{0});
  std::ranges::stable_sort(forecasts.ranking, {}, [&](Index series) { return forecasts.dtw[series]; });
  return forecasts;
}

std::vector<LineStyle> run_styles(const TestForecasts& forecasts) {
  std::vector<std::string> losses;  // those that were met, with their γ
  std::vector<LineStyle> styles;
  for (const Run* run : forecasts.runs) {
    const std::string loss = in_words(run->loss);
    auto place = std::ranges::find(losses, loss);
    if (place == losses.end()) place = losses.insert(losses.end(), loss);
    const auto number = static_cast<std::size_t>(place - losses.begin());
    const bool again = number / kColours.size() % 2 == 1;  // the second seven are dotted, too
    styles.push_back({.colour = kColours[number % kColours.size()], .width = 1.3});
    if (run->init == Init::euclidean) {
      styles.back().dashes = again ? std::vector{9, 3, 2, 3} : std::vector{9, 4};
    } else if (again) {
      styles.back().dashes = {2, 3};
    }
  }
  return styles;
}

std::vector<LegendEntry> forecast_legend(const TestForecasts& forecasts) {
  std::vector<LegendEntry> legend{{"input", {kInput, 1.5}}, {"truth", {kTruth, 2}}};
  const std::vector<LineStyle> styles = run_styles(forecasts);
  for (std::size_t k = 0; k < styles.size(); ++k) legend.push_back({in_words(*forecasts.runs[k]), styles[k]});
  return legend;
}

std::string series_in_words(const TestForecasts& forecasts, std::size_t rank) {
  const std::size_t worst = forecasts.ranking.size() - 1;
  const Index series = forecasts.ranking[rank];
  const std::string place = rank == 0 ? ", best" : rank == worst ? ", worst" : rank == worst / 2 ? ", median" : "";
  return "Test series " + std::to_string(series + 1) + place + ": DTW " + rounded(forecasts.dtw[series], 3);
}

Panel forecast_panel(const TestForecasts& forecasts, std::size_t rank) {
  const Index series = forecasts.ranking[rank];
  const ForecastSet& set = forecasts.set;
  const Index inputs = set.input.rows() / set.dims;
  const Matrix<double> input = steps_of(set.input, series, set.dims), target = steps_of(set.target, series, set.dims);
  Matrix<double> truth(set.dims, 1 + target.cols());  // with the last input, so that the series is one line
  truth << input.rightCols(1), target;
  Panel panel{.title = series_in_words(forecasts, rank),
              .lines = {{input, {kInput, 1.5}}, {truth, {kTruth, 2}, inputs - 1}},
              .mark = static_cast<double>(inputs - 1)};
  const std::vector<LineStyle> styles = run_styles(forecasts);
  for (std::size_t k = 0; k < styles.size(); ++k)
    panel.lines.push_back({steps_of(forecasts.values[k], series, set.dims), styles[k], inputs});
  return panel;
}

std::vector<std::size_t> shown_ranks(const TestForecasts& forecasts, std::size_t most) {
  const std::size_t count = forecasts.ranking.size(), shown = std::min(count, most);
  std::vector<std::size_t> ranks;
  for (std::size_t k = 0; k < shown; ++k) ranks.push_back(shown == 1 ? 0 : k * (count - 1) / (shown - 1));
  return ranks;
}

Drawing draw_forecasts(const TestForecasts& forecasts) {
  std::vector<Panel> panels;
  for (const std::size_t rank : shown_ranks(forecasts, kShownForecasts))
    panels.push_back(forecast_panel(forecasts, rank));
  return draw_panels(panels, square_columns(panels.size()), Axes::own, forecast_legend(forecasts));
}

}  // namespace softwarp
