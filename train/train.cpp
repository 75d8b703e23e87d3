/// train: fits forecasters under one or several losses and reports their test errors.
#include "cli/program.hpp"
#include "options.hpp"
#include "report/output_file.hpp"
#include "train_report.hpp"

using namespace softwarp;

namespace {

void run(const TrainOptions& options) {
  std::optional<OutputFile> json;  // opened first: a path that cannot be written is found before the work
  if (options.common.json) json.emplace(*options.common.json);

  const TrainTest data = load_data(options.common);
  Progress progress("training", "epochs", planned_epochs(options.comparison), options.common.progress);
  const auto on_epoch = [&] {
    check_interrupt();
    progress.tick();
  };
  const bool single = options.common.precision == Precision::single_precision;
  const Comparison result =
      single ? compare<float>(data, options.comparison, on_epoch) : compare<double>(data, options.comparison, on_epoch);
  progress.finish();

  if (!json || !json->is_stdout()) OutputFile("-").commit(table_report(data, options, result));
  if (json) json->commit(json_report(data, options, result));
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("train", [&] {
    if (const auto options = parse_train_options(argc, argv)) run(*options);
  });
}
