/// Clusterings of a set by several methods and seeds.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "softwarp/averaging/kmeans.hpp"
#include "softwarp/averaging/registry.hpp"
#include "softwarp/data/series_set.hpp"

namespace softwarp {

struct ClusterOptions {
  std::vector<MethodSpec> methods;
  KMeansOptions kmeans;  ///< seed and weights are set by cluster(); steps 0: those of the longest series
  std::function<void(const std::string& run)> on_restart = {};  ///< called after each, from any thread
  std::vector<double> weights;  ///< one per series, > 0, divided by their sum; empty: equal
  bool per_step = false;        ///< divide the loss of each series by its length
  Index repeats = 1;            ///< seeds seed … seed + repeats − 1
  std::uint64_t seed = 0;
};

/// One clustering and how good it is.
struct ClusterRun {
  std::uint64_t seed = 0;
  KMeansResult result;
  double dtw = 0;                    ///< mean DTW of a series to its centroid, as mean_dtw() measures it
  std::vector<Index> sizes;          ///< series in each cluster
  std::optional<double> accuracy;    ///< if the set has class labels; so is the next
  std::optional<double> rand_index;  ///< adjusted
};

/// The clusterings that differ only in the seed.
struct ClusterSetting {
  MethodSpec method;
  std::vector<ClusterRun> runs;  ///< by seed: one each, or fewer after an interrupt
};

/// Clusters the set by each method and seed, spread over threads.   → one setting per method. An interrupt ends this
/// with the clusterings so far.
/// Throws: Interrupted if there is none so far; Error if k is larger than the set or the number of weights differs, and
///   as batch_of() and make_averager() do.
template <class Real>
std::vector<ClusterSetting> cluster(const SeriesSet& set, const ClusterOptions& options);

}  // namespace softwarp
