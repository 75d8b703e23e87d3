/// train: fits forecasters under one or several losses and reports their test errors.
#include "cli/program.hpp"
#include "onnx_export.hpp"
#include "options.hpp"
#include "report/output_file.hpp"
#include "train_report.hpp"
#include "trained_model.hpp"

using namespace softwarp;

namespace {

void run(const TrainOptions& options) {
  // Opened first: a path that cannot be written is found before the work.
  const auto opened = [](const std::optional<std::string>& path, std::optional<OutputFile>& file) {
    if (path) file.emplace(*path);
  };
  std::optional<OutputFile> json, save, onnx;
  opened(options.common.json, json);
  opened(options.save, save);
  opened(options.onnx, onnx);

  const TrainTest data = load_data(options.common);
  ComparisonOptions comparison = options.comparison;
  comparison.trainer.on_step = check_interrupt;
  Progress progress("training", "epochs", planned_epochs(comparison), options.common.progress);
  const auto on_epoch = [&] {
    check_interrupt();
    progress.tick();
  };
  const bool single = options.common.precision == Precision::single_precision;
  const Comparison result =
      single ? compare<float>(data, comparison, on_epoch) : compare<double>(data, comparison, on_epoch);
  progress.finish();

  if (save || onnx) {
    Model model = trained_model(data, options.comparison, result, chosen_run(result));
    model.origin["options"] = options.config;
    if (save) save->commit(write_model(model));
    if (onnx) onnx->commit(write_onnx(model));
  }
  if (!json || !json->is_stdout()) OutputFile("-").commit(table_report(data, options, result));
  if (json) json->commit(json_report(data, options, result));
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("train", [&] {
    if (const auto options = parse_train_options(argc, argv)) run(*options);
  });
}
