/// distances: all pairs of a collection, or of two, under one metric.
#include <chrono>

#include "app/cli/program.hpp"
#include "distances_arguments.hpp"
#include "distances_report.hpp"
#include "distances_run.hpp"

using namespace softwarp;

namespace {

void run(DistancesArguments options) {
  check_outputs({{"output", options.output}, {"json", options.common.json}});
  Outputs outputs(options.common.json);
  const SeriesSet x = load_one_set(options.common);
  std::optional<SeriesSet> y;
  if (options.other) {
    CommonOptions other = options.common;
    other.data = options.other;
    y = load_one_set(other);
  }
  const SeriesSet* second = y ? &*y : nullptr;
  std::optional<Progress> progress;
  const auto on_tile = [&](Index pairs, Index of) {
    if (!progress)
      progress.emplace("comparing", "pairs", static_cast<long>(of - pairs), options.common.progress);
    else
      progress->tick(static_cast<long>(pairs));
  };
  DistancesResult result;
  const DistancesOptions work{options.metric, options.nearest, options.share, options.output, options.as_text, on_tile};
  const auto start = std::chrono::steady_clock::now();
  try {
    options.common.precision == Precision::single_precision ? compute_distances<float>(x, second, work, result)
                                                            : compute_distances<double>(x, second, work, result);
  } catch (const Interrupted&) {
    lift_interrupt();  // what is done stays, and is reported
  }
  progress.reset();
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  outputs.write(distances_report(options, x, second, result));
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("distances", [&] {
    if (const auto options = parse_options(distances_command(), argc, argv, distances_arguments)) run(*options);
  });
}
