#include "cluster_runs.hpp"

#include <algorithm>

#include "mean_dtw.hpp"
#include "softwarp/averaging/agreement.hpp"
#include "softwarp/averaging/weights.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/memory.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/data/series_batch.hpp"
#include "softwarp/loss/computable.hpp"

namespace softwarp {
namespace {

void check(const SeriesSet& set, const ClusterOptions& options) {
  if (options.kmeans.k > set.count()) {
    throw Error(set.name + ": expected at least " + std::to_string(options.kmeans.k) +
                " series, one per cluster, found " + std::to_string(set.count()));
  }
  if (!options.weights.empty() && options.weights.size() != set.series.size()) {
    throw Error(set.name + ": expected " + std::to_string(options.weights.size()) + " series, one per weight, found " +
                std::to_string(set.count()));
  }
}

// A clustering at work has the centroids and the distance of every series to each of them.
void check_memory(const SeriesSet& set, const KMeansOptions& kmeans) {
  const auto k = static_cast<double>(kmeans.k);
  const double numbers = k * static_cast<double>(set.count() + kmeans.steps * set.dims);
  const double at_work = std::min(static_cast<double>(kmeans.restarts), static_cast<double>(threads()));
  require_memory(set.name + ": " + std::to_string(kmeans.k) + " clusters of " + std::to_string(set.count()) +
                     " series, centroids of " + std::to_string(kmeans.steps) + " steps",
                 sizeof(double) * numbers * at_work);
}

template <class Real>
KMeansOptions kmeans_options(const Batch<Real>& series, const ClusterOptions& options) {
  KMeansOptions kmeans = options.kmeans;
  if (kmeans.steps == 0) kmeans.steps = series.steps();
  if (!options.weights.empty()) {
    const Eigen::Map<const Vector<double>> given(options.weights.data(), series.count());
    kmeans.weights = given / given.sum();
  }
  if (options.per_step)
    kmeans.weights = per_step(options.weights.empty() ? equal_weights(series.count()) : kmeans.weights, series);
  return kmeans;
}

// Completes what the clustering of the series less their centre has found.
void judge(ClusterRun& clustered, const SeriesSet& set, const Batch<double>& series, const Vector<double>& centre) {
  ClusterRun run = clustered;
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
  if (names != std::vector<std::string>{""}) {
    const std::vector<Index> classes = class_numbers(set, names);
    run.accuracy = matched_accuracy(run.result.assignment, classes);
    run.rand_index = adjusted_rand_index(run.result.assignment, classes);
  }
  add_centre(run.result.centroids, centre);
  clustered = std::move(run);
}

}  // namespace

template <class Real>
std::vector<ClusterSetting> cluster(const SeriesSet& set, const ClusterOptions& options) {
  check(set, options);
  const Vector<double> centre = centre_of(set);
  const StoredBatch<Real> series = batch_of<Real>(set, centre);
  const StoredBatch<double> exact = batch_of<double>(set, centre);
  const KMeansOptions shared = kmeans_options<Real>(series, options);
  check_memory(set, shared);
  std::vector<ClusterSetting> settings;
  for (const MethodSpec& method : options.methods) {
    check_computable<Real>(make_averager<double>(method)->loss(), series);
    settings.push_back({method, std::vector<ClusterRun>(static_cast<std::size_t>(options.repeats))});
  }
  try {
    parallel_for(static_cast<Index>(settings.size()) * options.repeats, [&](Index k) {
      ClusterSetting& setting = settings[static_cast<std::size_t>(k / options.repeats)];
      ClusterRun& run = setting.runs[static_cast<std::size_t>(k % options.repeats)];
      run.seed = options.seed + static_cast<std::uint64_t>(k % options.repeats);
      KMeansOptions own = shared;
      own.seed = run.seed;
      own.on_restart = [&] {
        if (options.on_restart) options.on_restart(to_text(setting.method) + ", seed " + std::to_string(run.seed));
      };
      run.result = kmeans<Real>(*make_averager<Real>(setting.method), series, own);
      judge(run, set, exact, centre);  // at once: an interrupt is not to wait until all have been judged
    });
  } catch (const Interrupted&) {
    lift_interrupt();
    for (ClusterSetting& setting : settings)
      std::erase_if(setting.runs, [](const ClusterRun& run) { return run.result.assignment.empty(); });
    std::erase_if(settings, [](const ClusterSetting& setting) { return setting.runs.empty(); });
    if (settings.empty()) throw;
    for (ClusterSetting& setting : settings) {
      for (ClusterRun& run : setting.runs) {
        if (run.sizes.empty()) judge(run, set, exact, centre);  // of each thread at most one
      }
    }
  }
  return settings;
}

template std::vector<ClusterSetting> cluster<float>(const SeriesSet&, const ClusterOptions&);
template std::vector<ClusterSetting> cluster<double>(const SeriesSet&, const ClusterOptions&);

}  // namespace softwarp
