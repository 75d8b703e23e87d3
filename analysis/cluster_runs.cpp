#include "cluster_runs.hpp"

#include "method_options.hpp"
#include "softwarp/averaging/agreement.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/data/series_batch.hpp"

namespace softwarp {
namespace {

void judge(ClusterRun& run, const SeriesSet& set, const Batch<double>& series) {
  run.sizes.assign(static_cast<std::size_t>(run.result.centroids.cols()), 0);
  for (const Index c : run.result.assignment) ++run.sizes[static_cast<std::size_t>(c)];
  for (Index c = 0; c < run.result.centroids.cols(); ++c) {
    std::vector<Index> members;
    for (Index i = 0; i < series.count(); ++i) {
      if (run.result.assignment[static_cast<std::size_t>(i)] == c) members.push_back(i);
    }
    const StoredBatch<double> cluster = select(series, members);
    run.dtw += mean_dtw(run.result.centroids.col(c), cluster) * static_cast<double>(members.size());
  }
  run.dtw /= static_cast<double>(series.count());
  const std::vector<std::string> names = class_names({&set});
  if (names == std::vector<std::string>{""}) return;
  const std::vector<Index> classes = class_numbers(set, names);
  run.accuracy = matched_accuracy(run.result.assignment, classes);
  run.rand_index = adjusted_rand_index(run.result.assignment, classes);
}

}  // namespace

template <class Real>
std::vector<ClusterRun> cluster(const SeriesSet& set, const ClusterOptions& options) {
  if (options.kmeans.k > set.count()) {
    throw Error(set.name + ": expected at least as many series as clusters, " + std::to_string(options.kmeans.k) +
                ", found " + std::to_string(set.count()));
  }
  const StoredBatch<Real> series = batch_of<Real>(set);
  const StoredBatch<double> exact = batch_of<double>(set);
  std::vector<ClusterRun> runs;
  for (const LossSpec& method : options.methods) {
    for (Index r = 0; r < options.repeats; ++r) {
      ClusterRun& run = runs.emplace_back();
      run.method = method;
      run.seed = options.seed + static_cast<std::uint64_t>(r);
    }
  }
  parallel_for(static_cast<Index>(runs.size()), [&](Index k) {
    ClusterRun& run = runs[static_cast<std::size_t>(k)];
    KMeansOptions kmeans_options = options.kmeans;
    kmeans_options.seed = run.seed;
    if (kmeans_options.steps == 0) kmeans_options.steps = set.longest();
    run.result = kmeans<Real>(*make_averager<Real>(run.method), series, kmeans_options);
    judge(run, set, exact);
  });
  return runs;
}

template std::vector<ClusterRun> cluster<float>(const SeriesSet&, const ClusterOptions&);
template std::vector<ClusterRun> cluster<double>(const SeriesSet&, const ClusterOptions&);

}  // namespace softwarp
