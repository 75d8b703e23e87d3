/// average: averages of some series of a class, by several methods side by side.
#include "app/cli/program.hpp"
#include "average_arguments.hpp"
#include "average_report.hpp"

using namespace softwarp;

namespace {

void run(AverageArguments options) {
  Outputs outputs(options.common.json, options.plot);
  Averages result = planned_averages(load_one_set(options.common), options.average);
  const auto averages = static_cast<long>(result.settings.size() * result.draws.size());
  Progress progress("averaging", "iterations", averages * options.average.averaging.iterations,
                    options.common.progress);
  options.average.on_iteration = [&](const std::string& run) { progress.tick(1, run); };
  const bool single = options.common.precision == Precision::single_precision;
  single ? average<float>(result, options.average) : average<double>(result, options.average);
  progress.finish();

  outputs.write(average_report(options.common, options.average, result));
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("average", [&] {
    if (const auto options = parse_options(average_command(), argc, argv, average_arguments)) run(*options);
  });
}
