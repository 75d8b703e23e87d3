/// cluster: k-means with soft-DTW and other averages.
#include "app/cli/program.hpp"
#include "cluster_arguments.hpp"
#include "cluster_report.hpp"
#include "softwarp/data/series_batch.hpp"

using namespace softwarp;

namespace {

void run(ClusterArguments options) {
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
  options.cluster.on_restart = [&](const std::string& run) { progress.tick(1, run); };
  const bool single = options.common.precision == Precision::single_precision;
  const auto result = single ? cluster<float>(set, options.cluster) : cluster<double>(set, options.cluster);
  progress.finish();

  outputs.write(cluster_report(options.common, options.init, options.cluster, set, result));
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("cluster", [&] {
    if (const auto options = parse_options(cluster_command(), argc, argv, cluster_arguments)) run(*options);
  });
}
