#include "cluster_arguments.hpp"

#include "method_options.hpp"

namespace softwarp {
namespace {

KMeansStart start_of(const std::string& word) {
  if (word == "mean") return KMeansStart::mean;
  return word == "random" ? KMeansStart::random : KMeansStart::kmeans_plus_plus;
}

}  // namespace

CommandSpec cluster_command() {
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

ClusterArguments cluster_arguments(const CommandLine& parsed) {
  ClusterArguments options;
  options.common = common_options(parsed);
  options.plot = plot_argument(parsed);
  if (parsed.given("k")) options.k = parsed.whole("k", 1, 1'000'000);
  options.init = parsed.word("init", {"random", "mean", "kmeans++"});
  ClusterOptions& cluster = options.cluster;
  cluster.methods = methods_argument(parsed);
  cluster.per_step = per_step_argument(parsed);
  if (parsed.given("weights")) cluster.weights = weights_argument(parsed.text("weights"), {.low = 0, .open_low = true});
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

}  // namespace softwarp
