/// classify: the nearest centroid or neighbour under each loss.
#include "app/cli/program.hpp"
#include "classify_arguments.hpp"
#include "classify_report.hpp"

using namespace softwarp;

namespace {

void run(ClassifyArguments options) {
  Outputs outputs(options.common.json);
  const LabelledData data = labelled(load_data(options.common));
  Progress progress("classifying", "trainings", static_cast<long>(planned_fits(options.classify)),
                    options.common.progress);
  options.classify.on_fit = [&](const std::string& run) { progress.tick(1, run); };
  const bool single = options.common.precision == Precision::single_precision;
  std::vector<ClassifySetting> settings;
  try {
    single ? classify<float>(data, options.classify, settings) : classify<double>(data, options.classify, settings);
  } catch (const Interrupted&) {
    if (settings.empty()) throw;
    lift_interrupt();  // what is done is reported
  }
  progress.finish();

  outputs.write(classify_report(options.common, options.classify, data, settings));
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("classify", [&] {
    if (const auto options = parse_options(classify_command(), argc, argv, classify_arguments)) run(*options);
  });
}
