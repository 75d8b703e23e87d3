/// average: averages of some series of a class, by several methods side by side.
#include <algorithm>

#include "app/cli/arguments.hpp"
#include "app/cli/program.hpp"
#include "average_report.hpp"
#include "method_options.hpp"

using namespace softwarp;

namespace {

struct Options {
  CommonOptions common;
  AverageOptions average;
  std::optional<std::string> plot;
};

CommandSpec declare() {
  CommandSpec spec{
      "average",
      "Averages some series of one class by each method, gamma and start that is listed. Prints how close "
      "the averages are:\nthe weighted objective that the method minimises, and the mean DTW to the series, "
      "always under the squared Euclidean\ncost and without a band.\n"};
  std::vector<OptionSpec> options = method_options();
  options.insert(
      options.end(),
      {{"init", "FROM",
        "mean | random | both: start from the Euclidean mean, from normal random numbers, or once from each", "mean"},
       {"class", "C", "Class of the series, or random: drawn anew for each seed", "random"},
       {"count", "N", "Series to average, drawn from the class; a smaller class is taken whole; >= 1", "10"},
       {"weights", "LIST",
        "Comma-separated list of weights, one per series, >= 0, divided by their sum; several lists, separated by /, "
        "give several averages (default: equal weights)"},
       {"length", "T", "Steps of the average; >= 1 (default: as many as the longest of its series)"},
       {"iterations", "N", "Iterations at most; >= 1", "100"},
       {"tolerance", "E", "Stop after an iteration that lowers the objective by at most this share of it; >= 0",
        "1e-05"},
       {"repeats", "R", "Draws of class, series and start, with seeds N to N+R-1; >= 1", "1"}});
  spec.groups.push_back({"Averages", options});
  add_common_options(spec, DataUse::one_set);
  return spec;
}

std::vector<std::vector<double>> weights_argument(const std::string& text) {
  std::vector<std::vector<double>> all;
  for (std::size_t start = 0, slash = 0; slash != text.npos; start = slash + 1) {
    slash = text.find('/', start);
    all.push_back(real_list_argument("weights", text.substr(start, slash - start), {.low = 0}));
    if (std::ranges::max(all.back()) == 0) throw UsageError("--weights: expected a weight > 0, found only 0");
    if (all.back().size() != all.front().size()) {
      throw UsageError("--weights: expected lists of one length, found " + std::to_string(all.front().size()) +
                       " and " + std::to_string(all.back().size()) + " weights");
    }
  }
  return all;
}

std::optional<Options> parse(int argc, const char* const* argv) {
  const CommandSpec spec = declare();
  const auto answer = parse_command_line(spec, argc, argv);
  if (!answer) return std::nullopt;
  const CommandLine& parsed = *answer;

  Options options;
  options.common = common_options(parsed);
  options.plot = parsed.value("plot");
  AverageOptions& average = options.average;
  average.methods = methods_argument(parsed);
  average.per_step = per_step_argument(parsed);
  const std::string init = parsed.word("init", {"mean", "random", "both"});
  if (init == "random") average.starts = {AverageStart::random};
  if (init == "both") average.starts = {AverageStart::mean, AverageStart::random};
  if (parsed.text("class") != "random") average.label = parsed.text("class");
  average.count = parsed.whole("count", 1, 1'000'000'000);
  if (parsed.given("weights")) {
    average.weights = weights_argument(parsed.text("weights"));
    const auto count = static_cast<Index>(average.weights.front().size());
    if (parsed.given("count") && average.count != count) {
      throw UsageError("--weights: expected one weight for each of --count " + std::to_string(average.count) +
                       " series, found " + std::to_string(count));
    }
    average.count = count;
  }
  if (parsed.given("length")) average.steps = parsed.whole("length", 1, 1'000'000);
  average.averaging.iterations = static_cast<int>(parsed.whole("iterations", 1, 1'000'000'000));
  average.averaging.tolerance = parsed.real("tolerance", {.low = 0});
  average.repeats = parsed.whole("repeats", 1, 1'000'000);
  average.seed = options.common.seed;
  return options;
}

void run(Options options) {
  Outputs outputs(options.common.json, options.plot);
  Averages result = planned_averages(load_one_set(options.common), options.average);
  const auto averages = static_cast<long>(result.settings.size() * result.draws.size());
  Progress progress("averaging", "iterations", averages * options.average.averaging.iterations,
                    options.common.progress);
  options.average.averaging.keep_going = [&] {
    progress.tick();
    return !interrupt_asked();
  };
  const bool single = options.common.precision == Precision::single_precision;
  single ? average<float>(result, options.average) : average<double>(result, options.average);
  progress.finish();

  outputs.write(average_report(options.common, options.average, result));
  check_interrupt();  // the best averages so far have been reported
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("average", [&] {
    if (const auto options = parse(argc, argv)) run(*options);
  });
}
