/// train: fits forecasters under one or several losses and reports their test errors.
#include <algorithm>
#include <cstdio>

#include "app/cli/outputs.hpp"
#include "app/cli/program.hpp"
#include "app/report/html.hpp"
#include "forecast_pictures.hpp"
#include "history.hpp"
#include "lesson.hpp"
#include "onnx_export.hpp"
#include "options.hpp"
#include "presets.hpp"
#include "report_page.hpp"
#include "softwarp/comparison/trained_model.hpp"
#include "softwarp/core/fnv1a.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/memory.hpp"
#include "softwarp/core/output_file.hpp"
#include "train_json.hpp"
#include "train_report.hpp"
#include "training_data.hpp"

using namespace softwarp;

namespace {

// The files that the options ask for, opened before the work: a path that cannot be written is found at once.
class TrainOutputs {
 public:
  explicit TrainOutputs(const TrainOptions& options) : options_(options) {
    std::optional<std::string> page;
    if (options.report) page = page_file(*options.report);
    check_outputs({{"json", options.common.json},
                   {"save", options.save},
                   {"export", options.onnx},
                   {"history", options.history},
                   {"plot", options.plot},
                   {"report", page},
                   {"checkpoint", options.checkpoint}});
    if (options.checkpoint && output_identity(*options.checkpoint) == "-")
      throw UsageError("--checkpoint: expected a file, found standard output");
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

  // Of an interrupted comparison no model and no picture: its choice is not the one that was asked for.
  void write(const Comparison& result) {
    const auto step = [](auto& file, const auto& content) {
      return [&file, content] {
        if (file) file->commit(content());
      };
    };
    std::vector<std::function<void()>> steps{step(history_, [&] { return history_csv(result, options_.networks); }),
                                             step(json_, [&] { return json_report(result, options_); })};
    if (result.missing_runs == 0) {
      const auto model = [&] {
        Model chosen = trained_model(result, options_.comparison());
        chosen.origin["options"] = options_.config;
        return chosen;
      };
      steps.push_back(step(save_, [=] { return write_model(model()); }));
      steps.push_back(step(onnx_, [=] { return write_onnx(model()); }));
      steps.push_back(step(plot_, [&] { return draw_forecasts(result); }));
      steps.push_back(step(page_, [&] { return report_page(result, options_); }));
    }
    std::optional<OutputFile> table;
    if (!goes_to_stdout(json_, save_, onnx_, history_, plot_)) table.emplace("-");
    steps.push_back(step(table, [&] { return table_report(result, options_); }));
    steps.push_back([&] {
      for (const std::string& line : warnings(result)) std::fprintf(stderr, "train: %s\n", line.c_str());
    });
    try_each(steps);
  }

 private:
  template <class... Files>
  static bool goes_to_stdout(const Files&... files) {
    return ((files && files->is_stdout()) || ...);
  }

  const TrainOptions& options_;
  std::optional<OutputFile> json_, save_, onnx_, history_;
  std::optional<PictureFile> plot_;
  std::optional<PageFolder> page_;
};

// Identifies the run that may resume: the options, the data, and the model that the trainings start from.
std::map<std::string, std::string> identity(const TrainOptions& options, const TrainingData& data) {
  std::map<std::string, std::string> identity = options.identity;
  identity["training data"] = data.train->facts().fingerprint;
  identity["test data"] = data.test->facts().fingerprint;
  if (const auto& start = options.comparison().start) {
    Fnv1a mark;
    mark.add(write_model(start->model));
    identity["model of --start"] = mark.text();
  }
  return identity;
}

template <class Real>
void write(std::optional<Checkpoint<Real>>& checkpoint, const TrainOptions& options) {
  if (!checkpoint) return;
  checkpoint->write();
  if (interrupt_asked())
    std::fprintf(stderr, "train: --resume %s continues from here\n", one_line(*options.checkpoint).c_str());
}

// Whether all epochs' records are needed. Where a training may end early, nobody knows how many there will be.
bool keeps_histories(const TrainOptions& options) {
  if (!options.history && !options.report) return false;
  Index records = 0;
  for (const ComparisonOptions& network : options.networks) {
    if (network.trainer.patience || !network.trainer.optimizer) return true;
    const Index own = planned_trainings(planned_settings(network), 1) * network.trainer.epochs;
    records = options.selection == Selection::best ? std::max(records, own) : records + own;
  }
  require_memory(std::string(options.history ? "--history" : "--report") + ": " + std::to_string(records) +
                     " epochs of all trainings, all recorded",
                 static_cast<double>(sizeof(EpochRecord)) * static_cast<double>(records));
  return true;
}

template <class Real>
void run(TrainOptions& options) {
  TrainOutputs outputs(options);
  const bool histories = keeps_histories(options);
  const TrainingData data = load_training_data(options);
  std::optional<Checkpoint<Real>> checkpoint;
  if (options.checkpoint) checkpoint.emplace(*options.checkpoint, identity(options, data), options.every);
  if (options.resume) checkpoint->resume(*options.resume);
  Comparison result;
  try {
    const Index planned = planned_epochs(options.networks, options.selection);
    Progress progress("training", "epochs", planned, options.common.progress);
    const auto on_epochs = [&](Index epochs, const std::string& run) {
      check_interrupt();
      progress.tick(epochs, run);
    };
    result = compare<Real>(*data.train, *data.test, options.networks,
                           {on_epochs, checkpoint ? &*checkpoint : nullptr, histories}, options.selection);
  } catch (const Interrupted&) {
    lift_interrupt();  // of what is written now, nothing gets lost
    write(checkpoint, options);
    throw;
  }
  write(checkpoint, options);
  outputs.write(result);
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("train", [&] {
    auto options = parse_options(train_command(), argc, argv, train_options, preset_values);
    if (!options) return;
    if (const auto& start = options->start)
      options->networks.front().start = Start{.model = read_model(*start), .path = *start};
    if (options->is_lesson()) return give_lesson(*options);
    for (ComparisonOptions& network : options->networks) network.trainer.on_step = check_interrupt;
    const bool single = options->common.precision == Precision::single_precision;
    single ? run<float>(*options) : run<double>(*options);
  });
}
