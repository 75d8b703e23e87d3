/// Lower bounds of a loss between each series of one batch and each of another.
#pragma once

#include <optional>
#include <span>

#include "softwarp/alignment/lower_bounds.hpp"
#include "softwarp/loss/loss.hpp"

namespace softwarp {

/// Bounds of ℓ(x_i, y_j), each dearer and closer than the one before.
///
/// All go through DTW. With q the quantity of the alignment, A their number, and all costs at least 0:
///   dtw_γ ≥ dtw − γ ln A,   ⟨E_γ, Δ⟩ ≥ dtw,   α dtw_γ + (1 − α) time ≥ α (dtw − γ ln A)
/// and a divergence is that less half of the self-terms, which are known. Every bound is lowered by what rounding can add
/// to it and take from the value as align() computes it, so that it holds for the numbers, not for the theory alone.
template <class Real>
class PairBounds {
 public:
  /// None where nothing bounds the loss: it is no quantity of alignments, its cost is not known to be convex, or a
  /// series has gaps, or numbers so large that a pair might fail. Keeps references to both batches.
  /// Shapes: x [n·D×N], y [m·D×M].   Cost: O(N n + M m), and for a divergence its self-terms.
  static std::optional<PairBounds> of(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y);

  struct First {
    double kim, keogh;  ///< kim ≤ keogh
  };
  /// Of the first and the last cell, which are on every path, and with the rows between: LB_Kim, LB_Keogh.   O(n)
  First first(Index i, Index j) const;
  /// LB_Keogh by columns.   O(m)
  double other_way(Index i, Index j) const;
  /// LB_Improved: LB_Keogh, and by columns what is left of the costs.   O((n + m) log(width of the band))
  double improved(Index i, Index j) const;

  /// What improved() takes beside a comparison, roughly.
  double relative_cost() const { return relative_cost_; }
  /// Whether all series of each batch have the same length, so that any pairs fill the lanes of the kernel well.
  bool same_lengths() const { return same_lengths_; }

  /// The losses of pairs (i, j), with the bits that Loss::pairs() gives; infinity may stand for one above its limit.
  /// Shapes: each [B]; limits may be empty, for none.
  void values(std::span<const std::pair<Index, Index>> pairs, std::span<const double> limits,
              std::span<double> value) const;

 private:
  struct Side {
    Batch<Real> series;
    Index seen_from = 0;     // steps of the other batch's series for which envelopes are kept
    Matrix<Real> low, high;  // [D·seen_from × N]
    Vector<double> self;     // of a divergence
  };
  struct View {
    const Real *low, *high;
  };

  PairBounds(AlignmentForm<Real> form, const Batch<Real>& x, const Batch<Real>& y);
  Side side(const Batch<Real>& series, const Batch<Real>& other) const;
  View envelope_of(const Side& side, Index series, Index steps, std::vector<Real>& room) const;
  double ends(Index i, Index j) const;
  double between(const Side& rows, Index i, const View& envelope, Real* h = nullptr) const;
  double bound(double dtw, Index i, Index j) const;
  double cost(const Real* a, const Real* b, Index steps) const;
  bool in_range() const;

  AlignmentForm<Real> form_;
  std::optional<double> factor_;  // of a multiple of the squared Euclidean cost
  Index dims_;
  Side x_, y_;
  double weight_ = 1;      // of dtw_γ in the quantity
  double log_weight_ = 0;  // of ln A: γ, or 0
  double largest_ = 0;     // at least the largest cost of a cell
  double relative_cost_ = 0;
  bool same_lengths_ = true;
};

}  // namespace softwarp
