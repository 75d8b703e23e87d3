#include "predict_windows.hpp"

#include <memory>
#include <utility>

#include "app/cli/program.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/joined.hpp"
#include "window_picture.hpp"
#include "window_report.hpp"

namespace softwarp {
namespace {

using Names = std::vector<std::string>;

// The names on the command line or, without them, those of the model.
Names names(const std::string& option, const Names& given, const Names& of_model) {
  if (given.empty()) return of_model;
  if (given.size() != of_model.size())
    throw UsageError("--" + option + ": expected as many columns as the model has, " + std::to_string(of_model.size()) +
                     ", in its order, found " + std::to_string(given.size()));
  return given;
}

// Where the columns are in this file.
LongReadOptions columns_to_read(const ColumnFrame& frame, const LongReadOptions& given) {
  const auto name = [](const std::optional<std::string>& own, const std::string& of_model) {
    return own || of_model.empty() ? own : std::optional(of_model);
  };
  const auto border = frame.columns.begin() + frame.targets;
  LongReadOptions options{.time = name(given.time, frame.time),
                          .series = name(given.series, frame.series),
                          .targets = names("target", given.targets, {frame.columns.begin(), border}),
                          .covariates = names("covariates", given.covariates, {border, frame.columns.end()})};
  if (!given.time) options.of_model.insert("--time");
  if (!given.series) options.of_model.insert("--series");
  if (given.targets.empty()) options.of_model.insert("--target");
  if (given.covariates.empty()) options.of_model.insert("--covariates");
  return options;
}

LongSeriesSet read(const std::string& path, const ColumnFrame& frame, const LongReadOptions& given) {
  const LongReadOptions columns = columns_to_read(frame, given);
  LongSeriesSet set = read_long_series(path, columns);
  // A name that is a number may have been taken for that of a column.
  const bool as_in_training = given.targets.empty() && given.covariates.empty();
  const auto listed = [](const Names& all) { return joined(all, ", ", in_quotes); };
  if (as_in_training && set.columns != frame.columns)
    throw Error(set.name + ": expected the columns " + listed(frame.columns) + " of the model, found " +
                listed(set.columns) + "; --target and --covariates name them in this file");
  return set;
}

void check_options(const PredictOptions& options) {
  const auto reject = [](const std::string& option, const std::string& hint) {
    throw UsageError("--" + option + ": expected a model of series in rows, found one of windows" + hint);
  };
  if (!options.common.data) throw UsageError("--data: expected a file with a model of windows, found none");
  if (options.seen != Seen::automatic) reject("input", "; --backtest N compares its forecasts with what came");
  if (options.test_part) reject("test-fraction", "; --backtest N compares its forecasts with what came");
  if (options.common.load.read.labels) reject("labels", "");
}

}  // namespace

PredictReport predict_windows(const Model& model, const PredictOptions& options) {
  check_options(options);
  const auto series =
      measured_as_in_training(model, read(*options.common.data, model.columns.value(), options.columns));
  const auto prediction = std::make_shared<const WindowPrediction>(
      options.backtest ? predict_backtest(model, series, *options.backtest) : predict_after(model, *series));
  return {.forecasts = [=] { return forecast_csv(series->set, *prediction); },
          .summary = [=] { return summary_of(series->set, *prediction); },
          .json =
              [&model, series, prediction] {
                nlohmann::ordered_json report = report_on(model);
                add_forecasts(series->set, *prediction, report);
                return report;
              },
          .drawing = [=] { return draw_windows(series->set, *prediction); }};
}

}  // namespace softwarp
