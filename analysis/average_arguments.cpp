#include "average_arguments.hpp"

#include <numeric>
#include <set>

#include "method_options.hpp"

namespace softwarp {
namespace {

// The lists of --weights; one that is a multiple of an earlier one gives the same average and is left out.
std::vector<std::vector<double>> weight_lists(const std::string& text) {
  std::vector<std::vector<double>> all;
  std::set<std::vector<double>> shares;
  for (std::size_t start = 0, slash = 0; slash != text.npos; start = slash + 1) {
    slash = text.find('/', start);
    const std::vector<double> weights = weights_argument(text.substr(start, slash - start), {.low = 0});
    if (!all.empty() && weights.size() != all.front().size()) {
      throw UsageError("--weights: expected lists of one length, found " + std::to_string(all.front().size()) +
                       " and " + std::to_string(weights.size()) + " weights");
    }
    std::vector<double> share = weights;
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double& weight : share) weight /= sum;
    if (shares.insert(share).second) all.push_back(weights);
  }
  return all;
}

}  // namespace

CommandSpec average_command() {
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
       {"count", "N",
        "Series to average, drawn from the class; a smaller class is taken whole; >= 1 (default: 10, or one for each "
        "weight)"},
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

AverageArguments average_arguments(const CommandLine& parsed) {
  AverageArguments options;
  options.common = common_options(parsed);
  options.plot = plot_argument(parsed);
  AverageOptions& average = options.average;
  average.methods = methods_argument(parsed);
  average.per_step = per_step_argument(parsed);
  const std::string init = parsed.word("init", {"mean", "random", "both"});
  if (init == "random") average.starts = {AverageStart::random};
  if (init == "both") average.starts = {AverageStart::mean, AverageStart::random};
  if (parsed.text("class") != "random") average.label = parsed.text("class");
  if (parsed.given("count")) average.count = parsed.whole("count", 1, 1'000'000'000);
  if (parsed.given("weights")) {
    average.weights = weight_lists(parsed.text("weights"));
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

}  // namespace softwarp
