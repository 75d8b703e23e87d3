#include "window_report.hpp"

#include <algorithm>
#include <cmath>

#include "app/report/json_report.hpp"
#include "app/report/table.hpp"
#include "long_series_json.hpp"
#include "predict_report.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/data/reading_in_words.hpp"

namespace softwarp {
namespace {

using nlohmann::ordered_json;

// As readers of CSV take it, whatever it holds.
std::string csv_field(const std::string& text) {
  const bool spaces = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (!spaces && text.find_first_of(",;\"\t\r\n") == text.npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

// Nothing where there is no number.
std::string csv_number(double number) { return std::isnan(number) ? "" : to_text(number); }

bool is_backtest(const WindowPrediction& prediction) { return prediction.errors.has_value(); }

const std::string& id_of(const LongSeriesSet& set, const SeriesForecast& forecast) {
  return set.series[static_cast<std::size_t>(forecast.series)].id;
}

std::string counted(Index count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::vector<double> row_of(const Matrix<double>& values, Index row) {
  return {values.row(row).begin(), values.row(row).end()};
}

ordered_json forecast_json(const LongSeriesSet& set, const SeriesForecast& forecast, bool backtest) {
  ordered_json json;
  if (!set.reading.series.empty()) json["series"] = id_of(set, forecast);
  json["origin"] = set.clock.text(forecast.step - 1);
  for (Index t = 0; t < forecast.forecast.cols(); ++t) json["times"].push_back(set.clock.text(forecast.step + t));
  for (Index target = 0; target < set.targets; ++target) {
    json["values"].push_back(row_of(forecast.forecast, target));
    if (backtest) json["truth"].push_back(row_of(forecast.truth, target));
  }
  return json;
}

}  // namespace

std::string forecast_csv(const LongSeriesSet& set, const WindowPrediction& prediction) {
  const bool backtest = is_backtest(prediction), several = !set.reading.series.empty();
  std::string csv = set.reading.time.empty() ? "row" : csv_field(set.reading.time);
  if (several) csv += ',' + csv_field(set.reading.series);
  if (backtest) csv += ",origin";
  for (Index target = 0; target < set.targets; ++target) {
    const std::string& name = set.columns[static_cast<std::size_t>(target)];
    csv += ',' + csv_field(name);
    if (backtest) csv += ',' + csv_field(name + "_truth");
  }
  csv += '\n';
  for (const SeriesForecast& forecast : prediction.forecasts) {
    for (Index t = 0; t < forecast.forecast.cols(); ++t) {
      csv += csv_field(set.clock.text(forecast.step + t));
      if (several) csv += ',' + csv_field(id_of(set, forecast));
      if (backtest) csv += ',' + csv_field(set.clock.text(forecast.step - 1));
      for (Index target = 0; target < set.targets; ++target) {
        csv += ',' + csv_number(forecast.forecast(target, t));
        if (backtest) csv += ',' + csv_number(forecast.truth(target, t));
      }
      csv += '\n';
    }
  }
  return csv;
}

std::string summary_of(const LongSeriesSet& set, const WindowPrediction& prediction) {
  const std::vector<SeriesForecast>& forecasts = prediction.forecasts;
  const auto count = static_cast<Index>(forecasts.size());
  const auto [first, last] =
      std::ranges::minmax(forecasts, {}, [](const SeriesForecast& forecast) { return forecast.step; });
  const Index horizon = first.forecast.cols();
  std::string text = one_line(set.name) + ": " + reading_in_words(set) + "\n" +
                     (count > 1 ? counted(count, "forecast") + ", each of " : "forecast: ") + counted(horizon, "step") +
                     " from " + one_line(set.clock.text(first.step)) + " to " +
                     one_line(set.clock.text(last.step + horizon - 1));
  if (prediction.series_left_out > 0)
    text += "; none for " + std::to_string(prediction.series_left_out) + " of " + std::to_string(set.count()) +
            " series, too short or without values to see";
  if (!is_backtest(prediction)) return text + ".\n";
  text += "; mean errors in units of the data, those of DTW and Euclidean in their squares:\n\n";
  Table table({"target", "DTW", "Euclidean", "MAE", "RMSE"});
  for (Index target = 0; target < set.targets; ++target) {
    const TargetErrors& errors = prediction.target_errors[static_cast<std::size_t>(target)];
    table.add({set.columns[static_cast<std::size_t>(target)], rounded(errors.dtw), rounded(errors.euclidean),
               rounded(errors.of_steps.mae()), rounded(errors.of_steps.rmse())});
  }
  return text + table.text();
}

void add_forecasts(const LongSeriesSet& set, const WindowPrediction& prediction, ordered_json& report) {
  ordered_json& data = report["data"] = {{"name", set.name}};
  data.update(reading_json(set));
  data["series_left_out"] = prediction.series_left_out;
  report["errors"] = errors_json(prediction.errors);
  report["target_errors"] = ordered_json::array();
  for (std::size_t target = 0; target < prediction.target_errors.size(); ++target) {
    const TargetErrors& errors = prediction.target_errors[target];
    report["target_errors"].push_back({{"target", set.columns[target]},
                                       {"dtw", errors.dtw},
                                       {"euclidean", errors.euclidean},
                                       {"mae", json_or_null(errors.of_steps.mae())},
                                       {"rmse", json_or_null(errors.of_steps.rmse())}});
  }
  report["forecasts"] = ordered_json::array();
  for (const SeriesForecast& forecast : prediction.forecasts)
    report["forecasts"].push_back(forecast_json(set, forecast, is_backtest(prediction)));
}

}  // namespace softwarp
