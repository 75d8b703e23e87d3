/// predict: forecasts series with a saved model.
#include <iostream>

#include "app/cli/outputs.hpp"
#include "app/cli/program.hpp"
#include "app/report/json_report.hpp"
#include "predict_options.hpp"
#include "predict_rows.hpp"
#include "predict_windows.hpp"
#include "softwarp/core/output_file.hpp"

using namespace softwarp;

namespace {

void run(const PredictOptions& options) {
  if (!options.model) throw UsageError("--model: expected a file, found none");
  // Opened before the work: a path that cannot be written is found at once.
  std::optional<OutputFile> json, output;
  std::optional<PictureFile> plot;
  check_outputs({{"json", options.common.json}, {"output", options.output}, {"plot", options.plot}});
  if (options.common.json) json.emplace(*options.common.json);
  if (options.output) output.emplace(*options.output);
  if (options.plot) plot.emplace(*options.plot);
  const bool stdout_is_taken = (json && json->is_stdout()) || (plot && plot->is_stdout());

  const Model model = read_model(*options.model);
  if (options.dims && *options.dims != model.dims) {
    throw UsageError("--dims: expected " + std::to_string(model.dims) + " as the model has, found " +
                     std::to_string(*options.dims));
  }
  const PredictReport report = model.columns ? predict_windows(model, options) : predict_rows(model, options);

  const bool forecasts_on_stdout = output ? output->is_stdout() : !stdout_is_taken;
  if (forecasts_on_stdout && !output) output.emplace("-");
  const auto write_json = [&] {
    if (json) json->commit(json_text(report.json()));
  };
  const auto write_forecasts = [&] {
    if (output) output->commit(report.forecasts());
  };
  const auto draw = [&] {
    if (plot) plot->commit(report.drawing());
  };
  const auto write_summary = [&] {
    if (stdout_is_taken) return;
    if (!forecasts_on_stdout) {
      OutputFile("-").commit(report.summary());
    } else if (options.common.progress != Progress::Style::silent) {
      std::cerr << report.summary();
    }
  };
  try_each({write_json, write_forecasts, draw, write_summary});
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("predict", [&] {
    if (const auto options = parse_options(predict_command(), argc, argv, predict_options)) run(*options);
  });
}
