/// predict: forecasts series with a saved model.
#include <filesystem>
#include <iostream>

#include "app/cli/outputs.hpp"
#include "app/cli/program.hpp"
#include "app/report/json_report.hpp"
#include "app/report/table.hpp"
#include "predict_options.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/core/output_file.hpp"
#include "softwarp/training/prediction.hpp"

using namespace softwarp;

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
  if (!prediction.errors) return count + ".\n";
  return count + "; mean errors in squared units of the data: DTW " + rounded(prediction.errors->dtw) + ", Euclidean " +
         rounded(prediction.errors->euclidean) + ".\n";
}

std::string json_report(const Model& model, const SeriesSet& set, const Prediction& prediction) {
  using nlohmann::ordered_json;
  ordered_json report = json_header("predict");
  report["model"] = {{"input", model.steps.input},
                     {"output", model.steps.target},
                     {"dims", model.dims},
                     {"scale", to_text(model.preparation.scaling.kind)},
                     {"base", to_text(model.preparation.base())},
                     {"origin", model.origin}};
  report["data"] = {{"name", set.name}, {"series", set.count()}};
  report["errors"] = ordered_json();
  if (const auto& errors = prediction.errors)
    report["errors"] = {{"dtw", errors->dtw},
                        {"euclidean", errors->euclidean},
                        {"tdi", errors->tdi},
                        {"divergence", json_or_null(errors->divergence)}};
  report["forecasts"] = ordered_json::array();
  for (const auto forecast : prediction.values.colwise())
    report["forecasts"].push_back(std::vector<double>(forecast.begin(), forecast.end()));
  return json_text(report);
}

void run(PredictOptions options) {
  if (!options.model) throw UsageError("--model: expected a file, found none");
  std::optional<OutputFile> json, output;  // opened before the work: a path that cannot be written is found at once
  check_outputs({{"json", options.common.json}, {"output", options.output}});
  if (options.common.json) json.emplace(*options.common.json);
  if (options.output) output.emplace(*options.output);
  const bool json_alone = json && json->is_stdout();

  const Model model = read_model(*options.model);
  if (options.dims && *options.dims != model.dims) {
    throw UsageError("--dims: expected " + std::to_string(model.dims) + " as the model has, found " +
                     std::to_string(*options.dims));
  }
  options.common.load.read.dims = model.dims;
  const SeriesSet set = load_series_to_forecast(options.common, options.test_part);
  const Prediction prediction = predict(model, set, options.seen);

  const bool forecasts_on_stdout = output ? output->is_stdout() : !json_alone;
  if (forecasts_on_stdout && !output) output.emplace("-");
  const auto write_json = [&] {
    if (json) json->commit(json_report(model, set, prediction));
  };
  const auto write_forecasts = [&] {
    if (output) output->commit(forecast_lines(prediction.values));
  };
  const auto write_summary = [&] {
    if (json_alone) return;
    if (!forecasts_on_stdout) {
      OutputFile("-").commit(summary(set, prediction));
    } else if (options.common.progress != Progress::Style::silent) {
      std::cerr << summary(set, prediction);
    }
  };
  try_each({write_json, write_forecasts, write_summary});
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("predict", [&] {
    if (const auto options = parse_options(predict_command(), argc, argv, predict_options)) run(*options);
  });
}
