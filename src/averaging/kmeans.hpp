/// Clustering by k-means (Lloyd) with any way to average.
#pragma once

#include <cstdint>
#include <vector>

#include "softwarp/averaging/averager.hpp"

namespace softwarp {

enum class KMeansStart {
  random,            ///< k different series of the set
  mean,              ///< the centroids of a Euclidean k-means that starts from `random`
  kmeans_plus_plus,  ///< series far from each other (Arthur, Vassilvitskii 2007)
};

struct KMeansOptions {
  Index k = 2;                  ///< clusters, 1 … N
  Index steps = 0;              ///< length of the centroids
  Vector<double> weights = {};  ///< λ of the series [N], > 0; empty: each 1/N
  KMeansStart start = KMeansStart::kmeans_plus_plus;
  int outer = 30;                         ///< rounds of averaging and assignment at most
  AveragingOptions inner = {};            ///< of each averaging
  Index restarts = 1;                     ///< the one with the lowest objective is the result
  std::uint64_t seed = 0;                 ///< of the starts
  std::function<void()> on_restart = {};  ///< called after each, by one thread at a time
};

struct KMeansResult {
  Matrix<double> centroids;       ///< [D·steps × k]
  std::vector<Index> assignment;  ///< cluster of each series
  double objective = 0;           ///< Σ_i λ_i ℓ(centroid of i, y_i)
  int iterations = 0;             ///< rounds of averaging
};

/// Alternates between assigning every series to the nearest centroid and replacing each centroid by the average of its
/// series, until no series changes its cluster.
///
/// ℓ is the averager's loss. A cluster that loses its last series gets the one that adds most to the objective.
/// An interrupt ends it with the best so far, which may be a restart that was under way.
/// Shapes: y [D·T×N] without missing values.
/// Throws: as Averager::improve() does; Interrupted before the first round of averaging is done.
/// Cost: outer × (k·N values + averaging of all N).
template <class Real>
KMeansResult kmeans(const Averager<Real>& averager, const Batch<Real>& y, const KMeansOptions& options);

}  // namespace softwarp
