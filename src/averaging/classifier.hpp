/// Classifying series by the nearest centroid or the nearest neighbour.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "softwarp/averaging/averager.hpp"
#include "softwarp/averaging/registry.hpp"
#include "softwarp/loss/registry.hpp"
#include "softwarp/loss/search.hpp"

namespace softwarp {

/// Series and the class of each, numbered from 0.   Shapes: series [D·T×N], classes [N].
template <class Real>
struct LabelledBatch {
  StoredBatch<Real> series;
  std::vector<Index> classes;

  Index count() const { return series.values.cols(); }
};

template <class Real>
LabelledBatch<Real> select(const LabelledBatch<Real>& batch, const std::vector<Index>& series);

/// The share of correct predictions.   Shapes: both [N], N ≥ 1.
double accuracy(const std::vector<Index>& predicted, const std::vector<Index>& classes);

/// The way to average under a metric: "mean" for "euclidean", "dba" for "dtw", for every other loss the one
/// of its name.
MethodSpec centroid_method(const LossSpec& metric);

/// One average per class; a series belongs to the class whose average is nearest.
///
/// The metric is a loss; "euclidean" resamples the series to the length of the centroids. The averages are those of
/// centroid_method(), started from the mean; for a divergence, from the average under the same loss without
/// its self-terms.
template <class Real>
class NearestCentroid {
 public:
  /// The centroids get `steps` steps. Classes without a series have no centroid and are never predicted.
  /// Throws: Error as make_averager() and Averager::improve().
  NearestCentroid(const LossSpec& metric, const LabelledBatch<Real>& train, Index steps,
                  const AveragingOptions& options);

  std::vector<Index> predict(const Batch<Real>& series) const;

  /// Of the classes that have a series, in their order.   Shapes: each [D·steps].
  const std::vector<Vector<double>>& centroids() const { return centroids_; }

 private:
  std::unique_ptr<Loss<Real>> loss_;
  std::vector<Index> classes_;
  std::vector<Vector<double>> centroids_;
};

/// A series belongs to the class of the training series that is nearest under a loss, by ℓ(series, training series);
/// "euclidean" resamples the training series to the length of the series.
template <class Real>
class NearestNeighbour {
 public:
  /// Throws: Error as make_loss().
  NearestNeighbour(const LossSpec& metric, LabelledBatch<Real> train);

  /// By a search that spares comparisons (loss/search.hpp); `counts`, if given, is increased by those of its pairs.
  std::vector<Index> predict(const Batch<Real>& series, SearchCounts* counts = nullptr) const;

  /// What predict() would give for each training series if it were left out.
  std::vector<Index> leave_one_out(SearchCounts* counts = nullptr) const;

 private:
  std::vector<Index> predict(const Batch<Real>& series, bool leave_out, SearchCounts* counts) const;

  std::unique_ptr<Loss<Real>> loss_;
  LabelledBatch<Real> train_;
};

}  // namespace softwarp
