/// Clusterings of a set by several methods and seeds.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "softwarp/averaging/kmeans.hpp"
#include "softwarp/data/series_set.hpp"

namespace softwarp {

struct ClusterOptions {
  std::vector<LossSpec> methods;
  KMeansOptions kmeans;  ///< its seed is set for each run; steps 0: of the longest series
  Index repeats = 1;     ///< seeds seed … seed + repeats − 1
  std::uint64_t seed = 0;
};

/// One clustering and how good it is.
struct ClusterRun {
  LossSpec method;
  std::uint64_t seed = 0;
  KMeansResult result;
  double dtw = 0;                    ///< mean DTW of a series to its centroid
  std::vector<Index> sizes;          ///< series in each cluster
  std::optional<double> accuracy;    ///< where the set has class labels, likewise the next
  std::optional<double> rand_index;  ///< adjusted
};

/// Clusters the set by each method and seed, spread over threads.   → runs by method, then seed.
/// Throws: Error where k is larger than the set, and as batch_of() and make_averager() do.
template <class Real>
std::vector<ClusterRun> cluster(const SeriesSet& set, const ClusterOptions& options);

}  // namespace softwarp
