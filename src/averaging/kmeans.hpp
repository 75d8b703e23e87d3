/// Clustering by k-means (Lloyd) over any way to average.
#pragma once

#include <cstdint>
#include <vector>

#include "softwarp/averaging/averager.hpp"

namespace softwarp {

enum class KMeansStart {
  random,            ///< k different series of the set
  mean,              ///< the centroids of a Euclidean k-means from `random`
  kmeans_plus_plus,  ///< series far from each other (Arthur, Vassilvitskii 2007)
};

struct KMeansOptions {
  Index k = 2;      ///< clusters, 1 … N
  Index steps = 0;  ///< length of the centroids
  KMeansStart start = KMeansStart::kmeans_plus_plus;
  int outer = 30;                         ///< assignments and averagings at most
  AveragingOptions inner = {};            ///< of each averaging
  Index restarts = 1;                     ///< the one with the lowest objective is the result
  std::uint64_t seed = 0;                 ///< of the starts
  std::function<void()> on_restart = {};  ///< called after each, from any thread
};

struct KMeansResult {
  Matrix<double> centroids;       ///< [D·steps × k]
  std::vector<Index> assignment;  ///< of each series to a cluster
  double objective = 0;           ///< (1/N) Σ_i ℓ(centroid of i, y_i)
  int iterations = 0;             ///< averagings of all clusters
};

/// Assigns every series to the nearest centroid, replaces each centroid by the average of its series, and so on until no
/// series moves.
///
/// ℓ is the averager's loss. A cluster that runs empty gets the series that is farthest from its own centroid.
/// Throws: as Averager::improve() does.   Cost: outer × (k·N values + averaging of all N).
template <class Real>
KMeansResult kmeans(const Averager<Real>& averager, const Batch<Real>& y, const KMeansOptions& options);

}  // namespace softwarp
