/// Classifying series by the nearest centroid or the nearest neighbour.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "softwarp/averaging/averager.hpp"

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

/// The share of predictions that are right.   Shapes: both [N], N ≥ 1.
double accuracy(const std::vector<Index>& predicted, const std::vector<Index>& classes);

/// One average per class; a series belongs to the class whose average is nearest.
///
/// The metric is a loss. Its averages: "euclidean" takes the mean, "dtw" DBA, "…-divergence" starts from the result of the
/// loss without the divergence, every other loss from the mean; all but the mean itself by L-BFGS.
template <class Real>
class NearestCentroid {
 public:
  /// Shapes: centroids of `steps` steps. Classes without a series have no centroid and are never predicted.
  /// Throws: Error as make_loss() and Averager::improve().
  NearestCentroid(const LossSpec& metric, const LabelledBatch<Real>& train, Index steps,
                  const AveragingOptions& options);

  std::vector<Index> predict(const Batch<Real>& series) const;

 private:
  std::vector<std::unique_ptr<Averager<Real>>> averagers_;  // each starts from the result of the one before
  std::vector<Index> classes_;
  std::vector<Vector<double>> centroids_;
};

/// A series belongs to the class of the training series that is nearest under a loss (ℓ(series, training series)).
template <class Real>
class NearestNeighbour {
 public:
  /// Throws: Error as make_loss().
  NearestNeighbour(const LossSpec& metric, LabelledBatch<Real> train);

  /// Called after each series, from any thread, may throw to stop.
  std::vector<Index> predict(const Batch<Real>& series, const std::function<void()>& on_series = {}) const;

  /// What predict() would say of each training series if it were not among them.
  std::vector<Index> leave_one_out(const std::function<void()>& on_series = {}) const;

 private:
  std::vector<Index> predict(const Batch<Real>& series, bool leave_out, const std::function<void()>& on_series) const;

  std::unique_ptr<Averager<Real>> averager_;  // for its loss
  LabelledBatch<Real> train_;
};

}  // namespace softwarp
