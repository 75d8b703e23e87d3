/// train: fits forecasters under one or several losses and reports their test errors.
#include <cstdio>

#include "app/cli/program.hpp"
#include "app/report/html.hpp"
#include "forecast_pictures.hpp"
#include "history.hpp"
#include "onnx_export.hpp"
#include "options.hpp"
#include "presets.hpp"
#include "report_page.hpp"
#include "softwarp/comparison/trained_model.hpp"
#include "softwarp/core/fnv1a.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/output_file.hpp"
#include "softwarp/data/fingerprint.hpp"
#include "train_report.hpp"

using namespace softwarp;

namespace {

// The files that the options ask for, opened before the work: a path that cannot be written is found at once.
class TrainOutputs {
 public:
  explicit TrainOutputs(const TrainOptions& options) : options_(options) {
    const auto open = [](const std::optional<std::string>& path, auto& file) {
      if (path) file.emplace(*path);
    };
    open(options.common.json, json_);
    open(options.save, save_);
    open(options.onnx, onnx_);
    open(options.history, history_);
    open(options.plot, plot_);
    open(options.report, page_);
    if (page_) run_gnuplot("");  // which the page needs
  }

  void write(const Comparison& result) {
    if (save_ || onnx_) {
      Model model = trained_model(result, options_.comparison);
      model.origin["options"] = options_.config;
      if (save_) save_->commit(write_model(model));
      if (onnx_) onnx_->commit(write_onnx(model));
    }
    if (history_) history_->commit(history_csv(result, options_.comparison.trainer.epochs));
    if (!json_ || !json_->is_stdout()) OutputFile("-").commit(table_report(result, options_));
    if (json_) json_->commit(json_report(result, options_));
    for (const std::string& line : warnings(result)) std::fprintf(stderr, "train: %s\n", line.c_str());
    // Last, so that a picture that cannot be drawn loses nothing else.
    if (plot_) plot_->commit(draw_forecasts(result));
    if (page_) page_->commit(report_page(result, options_));
  }

 private:
  const TrainOptions& options_;
  std::optional<OutputFile> json_, save_, onnx_, history_;
  std::optional<PictureFile> plot_;
  std::optional<PageFolder> page_;
};

// Identifies the run that may resume: the options, the data, and the model that the trainings start from.
std::map<std::string, std::string> identity(const TrainOptions& options, const TrainTest& data) {
  std::map<std::string, std::string> identity = options.identity;
  identity["training data"] = fingerprint(data.train);
  identity["test data"] = fingerprint(data.test);
  if (const auto& start = options.comparison.start) {
    Fnv1a mark;
    mark.add(write_model(start->model));
    identity["model of --start"] = mark.text();
  }
  return identity;
}

template <class Real>
void run(const TrainOptions& options) {
  TrainOutputs outputs(options);
  const TrainTest data = load_data(options.common);
  std::optional<Checkpoint<Real>> checkpoint;
  if (options.checkpoint) checkpoint.emplace(*options.checkpoint, identity(options, data), options.every);
  if (options.resume) checkpoint->resume(*options.resume);
  Comparison result;
  try {
    Progress progress("training", "epochs", planned_epochs(options.comparison), options.common.progress);
    const auto on_epochs = [&](Index epochs) {
      check_interrupt();
      progress.tick(epochs);
    };
    result = compare<Real>(data, options.comparison, {on_epochs, checkpoint ? &*checkpoint : nullptr});
  } catch (const Interrupted&) {
    if (checkpoint) {
      checkpoint->write();
      std::fprintf(stderr, "train: --resume %s continues from here\n", one_line(*options.checkpoint).c_str());
    }
    throw;
  }
  if (checkpoint) checkpoint->write();
  outputs.write(result);
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("train", [&] {
    auto options = parse_options(train_command(), argc, argv, train_options, preset_values);
    if (!options) return;
    if (const auto& start = options->start)
      options->comparison.start = Start{.model = read_model(*start), .path = *start};
    options->comparison.trainer.on_step = check_interrupt;
    const bool single = options->common.precision == Precision::single_precision;
    single ? run<float>(*options) : run<double>(*options);
  });
}
