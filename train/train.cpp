/// train: fits forecasters under one or several losses and reports their test errors.
#include <cstdio>

#include "app/cli/program.hpp"
#include "app/report/html.hpp"
#include "forecast_pictures.hpp"
#include "history.hpp"
#include "onnx_export.hpp"
#include "options.hpp"
#include "report_page.hpp"
#include "softwarp/comparison/trained_model.hpp"
#include "softwarp/core/fnv1a.hpp"
#include "softwarp/core/output_file.hpp"
#include "softwarp/data/fingerprint.hpp"
#include "train_report.hpp"

using namespace softwarp;

namespace {

// Who a checkpoint belongs to: the options, the data, and the model that the trainings start from.
std::map<std::string, std::string> owner(const TrainOptions& options, const TrainTest& data) {
  std::map<std::string, std::string> owner = options.owner;
  owner["training data"] = fingerprint(data.train);
  owner["test data"] = fingerprint(data.test);
  if (const auto& start = options.comparison.start) {
    Fnv1a mark;
    mark.add(write_model(start->model));
    owner["model of --start"] = mark.text();
  }
  return owner;
}

template <class Real>
Comparison compare(const TrainOptions& options, const TrainTest& data) {
  std::optional<Checkpoint<Real>> checkpoint;
  if (options.checkpoint) checkpoint.emplace(*options.checkpoint, owner(options, data), options.every);
  if (options.resume) checkpoint->resume(*options.resume);
  ComparisonOptions comparison = options.comparison;
  comparison.trainer.on_step = check_interrupt;
  Progress progress("training", "epochs", planned_epochs(comparison), options.common.progress);
  const EpochsDone on_epochs = [&](Index epochs) {
    check_interrupt();
    progress.tick(epochs);
  };
  try {
    const Comparison result = compare<Real>(data, comparison, on_epochs, checkpoint ? &*checkpoint : nullptr);
    if (checkpoint) checkpoint->write();
    return result;
  } catch (const Interrupted&) {
    if (checkpoint) {
      checkpoint->write();
      std::fprintf(stderr, "train: --resume %s goes on from here\n", options.checkpoint->c_str());
    }
    throw;
  }
}

void run(const TrainOptions& options) {
  // Opened first: a path that cannot be written is found before the work.
  const auto opened = [](const std::optional<std::string>& path, std::optional<OutputFile>& file) {
    if (path) file.emplace(*path);
  };
  std::optional<OutputFile> json, save, onnx, history;
  opened(options.common.json, json);
  opened(options.save, save);
  opened(options.onnx, onnx);
  opened(options.history, history);
  std::optional<PictureFile> plot;
  if (options.plot) plot.emplace(*options.plot);
  std::optional<PageFolder> page;
  if (options.report) page.emplace(*options.report);
  if (page) run_gnuplot("");  // which the page needs

  const TrainTest data = load_data(options.common);
  const bool single = options.common.precision == Precision::single_precision;
  const Comparison result = single ? compare<float>(options, data) : compare<double>(options, data);

  if (save || onnx) {
    Model model = trained_model(data, options.comparison, result, chosen_run(result));
    model.origin["options"] = options.config;
    if (save) save->commit(write_model(model));
    if (onnx) onnx->commit(write_onnx(model));
  }
  if (history) history->commit(history_csv(result));
  if (plot || page) {
    const TestForecasts forecasts = test_forecasts(data, options.comparison, result);
    if (plot) plot->commit(draw_forecasts(forecasts));
    if (page) page->commit(report_page(data, options, result, forecasts));
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
