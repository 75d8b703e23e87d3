/// What lower bounds of DTW are made of: envelopes of series, and how far others lie outside.
///
/// A path visits every row i, within the band, so that x_i costs no less than the way to the nearest point of what y
/// covers there: Σ_i δ(x_i, [low_i, high_i]) ≤ dtw(x, y), which is LB_Keogh.
///
/// [KR05] E. Keogh, C. A. Ratanamahatana, Exact indexing of dynamic time warping, KAIS 7, 2005.
/// [L09]  D. Lemire, Faster retrieval with a two-pass dynamic-time-warping lower bound, Pattern Recognition 42, 2009.
#pragma once

#include <optional>
#include <vector>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// What a series y covers as seen from the steps of another, dimension by dimension.
///   low_i = min y_j, high_i = max y_j over the columns j in row i of Band(n, m, radius)
/// The memory of earlier envelopes is used again.   Source: [KR05].
template <class Real>
class Envelope {
 public:
  /// Shapes: y [D·m] → low, high [D·n].   Cost: O(m·log(width of the band) + n).
  void of(const Real* y, Index m, Index dims, Index n, std::optional<Index> radius, Real* low, Real* high);

 private:
  // Rows whose columns move on by one from row to row: with n = m, all but those at the corners.
  struct Run {
    Index row, rows, from, width;
  };
  void cut_runs(Index n, Index m, std::optional<Index> radius);

  std::vector<Run> runs_;  // of the band that was seen last
  Index widest_ = 0, n_ = 0, m_ = 0;
  std::optional<Index> radius_;
  std::vector<Real> levels_;  // minima and maxima over 2^p steps from each on, level by level
};

/// How far x lies outside an envelope: the squared distance to h, the nearest point inside.
///   h = min(max(x, low), high),  value = Σ (x − h)²
/// Shapes: all [count]; h is overwritten, or null if not wanted.   Cost: O(count).
template <class Real>
double squares_outside(const Real* x, const Real* low, const Real* high, Index count, Real* h = nullptr);

/// An upper bound of ln of the number of alignments of n and m steps, hence of those within a band, and close to the
/// former: they are as many as the Delannoy number of (n − 1, m − 1), the coefficient of t^(m−1) in
/// (1 + t)^(n−1) (1 − t)^(−n), which no t > 0 lets exceed that power series over t^(m−1).   Cost: O(1).
double log_alignments(Index n, Index m);

}  // namespace softwarp
