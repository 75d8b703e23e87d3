/// cluster: k-means with soft-DTW and other averages.
#include "app/cli/program.hpp"
#include "cluster_report.hpp"
#include "method_options.hpp"
#include "softwarp/data/series_batch.hpp"

using namespace softwarp;

namespace {

struct Options {
  CommonOptions common;
  ClusterOptions cluster;
  std::string init;
  std::optional<Index> k;
  std::optional<std::string> plot;
};

CommandSpec declare() {
  CommandSpec spec{
      "cluster",
      "Divides series into k clusters by k-means with each method and gamma that is listed. Class labels, if "
      "there are any,\nonly judge the clusters. Prints the objective that the method minimises, and the mean "
      "DTW of a series to its\ncentroid, always under the squared Euclidean cost and without a band.\n"};
  std::vector<OptionSpec> options = method_options();
  options.insert(
      options.end(),
      {{"k", "K", "Clusters, 1 to the number of series (default: number of classes)"},
       {"init", "FROM",
        "random | mean | kmeans++: start from K series, from a Euclidean k-means, or from K series far from each other",
        "random"},
       {"weights", "LIST",
        "Comma-separated list of weights, one per series, > 0, divided by their sum (default: equal weights)"},
       {"restarts", "R", "Starts, of which the one with the lowest objective is the result; >= 1", "10"},
       {"length", "T", "Steps of the centroids; >= 1 (default: as many as the longest series)"},
       {"outer", "N", "Rounds of averaging and assignment at most; >= 1", "30"},
       {"inner", "N", "Iterations of an averaging at most; >= 1", "100"},
       {"tolerance", "E", "End an averaging after an iteration that lowers its objective by at most this share; >= 0",
        "1e-05"},
       {"repeats", "R", "Clusterings with seeds N to N+R-1; >= 1", "1"}});
  spec.groups.push_back({"Clusters", options});
  add_common_options(spec, DataUse::one_set);
  return spec;
}

KMeansStart start_of(const std::string& word) {
  if (word == "mean") return KMeansStart::mean;
  return word == "random" ? KMeansStart::random : KMeansStart::kmeans_plus_plus;
}

std::optional<Options> parse(int argc, const char* const* argv) {
  const CommandSpec spec = declare();
  const auto answer = parse_command_line(spec, argc, argv);
  if (!answer) return std::nullopt;
  const CommandLine& parsed = *answer;

  Options options;
  options.common = common_options(parsed);
  options.plot = parsed.value("plot");
  if (parsed.given("k")) options.k = parsed.whole("k", 1, 1'000'000);
  options.init = parsed.word("init", {"random", "mean", "kmeans++"});
  ClusterOptions& cluster = options.cluster;
  cluster.methods = methods_argument(parsed);
  cluster.per_step = per_step_argument(parsed);
  if (parsed.given("weights")) cluster.weights = parsed.real_list("weights", {.low = 0, .open_low = true});
  cluster.kmeans.start = start_of(options.init);
  cluster.kmeans.restarts = parsed.whole("restarts", 1, 1'000'000);
  if (parsed.given("length")) cluster.kmeans.steps = parsed.whole("length", 1, 1'000'000);
  cluster.kmeans.outer = static_cast<int>(parsed.whole("outer", 1, 1'000'000'000));
  cluster.kmeans.inner.iterations = static_cast<int>(parsed.whole("inner", 1, 1'000'000'000));
  cluster.kmeans.inner.tolerance = parsed.real("tolerance", {.low = 0});
  cluster.repeats = parsed.whole("repeats", 1, 1'000'000);
  cluster.seed = options.common.seed;
  return options;
}

void run(Options options) {
  Outputs outputs(options.common.json, options.plot);
  const SeriesSet set = load_one_set(options.common);
  const std::vector<std::string> classes = class_names({&set});
  if (!options.k && classes.front().empty())
    throw UsageError("--k: expected a number of clusters for series without class labels, found none");
  KMeansOptions& kmeans = options.cluster.kmeans;
  kmeans.k = options.k.value_or(static_cast<Index>(classes.size()));
  const auto settings = static_cast<long>(options.cluster.methods.size());
  Progress progress("clustering", "starts", settings * options.cluster.repeats * kmeans.restarts,
                    options.common.progress);
  kmeans.on_restart = [&] { progress.tick(); };
  kmeans.inner.keep_going = [] { return !interrupt_asked(); };
  const bool single = options.common.precision == Precision::single_precision;
  const auto result = single ? cluster<float>(set, options.cluster) : cluster<double>(set, options.cluster);
  progress.finish();

  outputs.write(cluster_report(options.common, options.init, options.cluster, set, result));
  check_interrupt();  // the best clusters so far have been reported
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("cluster", [&] {
    if (const auto options = parse(argc, argv)) run(*options);
  });
}
