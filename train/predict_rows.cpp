#include "predict_rows.hpp"

#include <filesystem>
#include <memory>
#include <utility>

#include "app/report/json_report.hpp"
#include "app/report/table.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/training/prediction.hpp"

namespace softwarp {
namespace {

SeriesSet load_series_to_forecast(const CommonOptions& options, bool test_part) {
  const std::string& data = options.data.value_or("");
  std::error_code ignored;
  const bool one_file = options.data && (data == "-" || std::filesystem::is_regular_file(data, ignored));
  if (!one_file || test_part) return load_data(options).test;
  return read_series(data, options.load.read);
}

Prediction predict(const Model& model, const SeriesSet& set, Seen seen) {
  if (seen == Seen::automatic) seen = set.longest() > model.steps.input ? Seen::split : Seen::all;
  return seen == Seen::split ? predict_rest(model, set) : predict_next(model, set);
}

std::string forecast_lines(const Matrix<double>& values) {
  std::string text;
  for (Index i = 0; i < values.cols(); ++i) {
    for (Index k = 0; k < values.rows(); ++k) text += (k > 0 ? "\t" : "") + to_text(values(k, i));
    text += '\n';
  }
  return text;
}

std::string summary(const SeriesSet& set, const Prediction& prediction) {
  const std::string count = one_line(set.name) + ": " + std::to_string(set.count()) + " series forecast";
  const std::string reading = reading_line(set.reading);
  if (!prediction.errors) return count + ".\n" + reading;
  return count + "; mean errors in squared units of the data: DTW " + rounded(prediction.errors->dtw) + ", Euclidean " +
         rounded(prediction.errors->euclidean) + ".\n" + reading;
}

nlohmann::ordered_json json_report(const Model& model, const SeriesSet& set, const Prediction& prediction) {
  nlohmann::ordered_json report = report_on(model);
  report["data"] = {{"name", set.name}, {"series", set.count()}, {"reading", json_or_null(set.reading)}};
  report["errors"] = errors_json(prediction.errors);
  report["forecasts"] = nlohmann::ordered_json::array();
  for (const auto forecast : prediction.values.colwise())
    report["forecasts"].push_back(std::vector<double>(forecast.begin(), forecast.end()));
  return report;
}

}  // namespace

PredictReport predict_rows(const Model& model, const PredictOptions& options) {
  for (const std::string& option : options.for_windows)
    throw UsageError("--" + option + ": expected a model of windows (train --window), found one of series in rows");
  CommonOptions common = options.common;
  common.load.read.dims = model.dims;
  const auto set = std::make_shared<const SeriesSet>(load_series_to_forecast(common, options.test_part));
  const auto prediction = std::make_shared<const Prediction>(predict(model, *set, options.seen));
  return {.forecasts = [prediction] { return forecast_lines(prediction->values); },
          .summary = [set, prediction] { return summary(*set, *prediction); },
          .json = [&model, set, prediction] { return json_report(model, *set, *prediction); }};
}

}  // namespace softwarp
