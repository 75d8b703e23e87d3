/// The interface of every loss: how far x is from y, and in which direction x should move.
///
/// A loss knows nothing about networks: it takes forecasts x and targets y and returns ∂L/∂x and, if asked, ∂L/∂y.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "softwarp/alignment/alignment.hpp"
#include "softwarp/core/batch.hpp"

namespace softwarp {

/// A loss in terms of alignments: a quantity q(x, y) of them, for a divergence less ½ q(x, x) + ½ q(y, y).
template <class Real>
struct AlignmentForm {
  Alignment<Real> options;
  Quantity quantity;
  bool divergence = false;
};

/// A loss between series. All functions are const, and one object may serve many threads.
template <class Real>
class Loss {
 public:
  virtual ~Loss() = default;

  /// Value of each pair and, where they are given, its gradients; dx is the same with dy and without.
  ///   value(b) = ℓ(x_b, y_b),  dx(:,b) = ∂value(b)/∂x_b,  dy(:,b) = ∂value(b)/∂y_b
  ///
  /// A missing step of y (NaN in any of its D values) costs nothing and gets no gradient: it is removed from both y and
  /// x before they are compared. For this, x and y must have the same length.
  /// Shapes: x, dx [T·D×B], y, dy [U·D×B], value [B]; gradients are zero beyond a series' length. Results are written
  /// into the caller's memory.
  /// Throws: Error if shapes do not match; naming the series, from 1, Error if y has NaN and not the length of x, and
  ///   NonFiniteError if x is not finite, y is infinite or a value is not finite; Error if dy is given and the loss does
  ///   not compute it.
  void pairs(const Batch<Real>& x, const Batch<Real>& y, VectorRef<double> value) const;
  void pairs(const Batch<Real>& x, const Batch<Real>& y, VectorRef<double> value, MatrixRef<Real> dx) const;
  void pairs(const Batch<Real>& x, const Batch<Real>& y, VectorRef<double> value, MatrixRef<Real> dx,
             MatrixRef<Real> dy) const;

  /// The value of each series of x with each of y, as pairs() has it.   value(j, i) = ℓ(x_i, y_j)
  /// Shapes: value [count of y × count of x].   Throws: as pairs().   Cost: that of all pairs; a divergence aligns a
  ///   series with itself once for some 64 others.
  void cross(const Batch<Real>& x, const Batch<Real>& y, MatrixRef<double> value) const;

  /// The same for one batch and a symmetric loss: each two series are compared once.   value(j, i) = value(i, j)
  void cross(const Batch<Real>& x, MatrixRef<double> value) const;

  /// The training objective, the mean over the batch.   (1/B) Σ_b value(b),  dx likewise divided by B
  /// This is the only place in the project where a batch is reduced.   Shapes, Throws: as pairs().
  double mean(const Batch<Real>& x, const Batch<Real>& y) const;
  double mean(const Batch<Real>& x, const Batch<Real>& y, MatrixRef<Real> dx) const;

  /// The name shown in reports, with parameters: "softdtw(gamma=0.01)".
  virtual std::string name() const = 0;

  /// What the loss is in terms of alignments, by which a search (loss/search.hpp) can bound it; none if it is something
  /// else, or unknown.
  virtual std::optional<AlignmentForm<Real>> alignment_form() const { return std::nullopt; }

 protected:
  /// The one function that a loss must implement: fills the value of every pair and, where not null, its dx; likewise
  /// dy, unless the loss does without. All numbers in x and y are finite, and n, m ≥ 1. Error messages refer to a pair
  /// by name_of().   Shapes: see Pair.
  virtual void compute(std::span<Pair<Real>> pairs, Index dims) const = 0;

 private:
  void fill(const Batch<Real>& x, const Batch<Real>& y, VectorRef<double> value, MatrixRef<Real>* dx = nullptr,
            MatrixRef<Real>* dy = nullptr) const;
  void fill_cross(const Batch<Real>& x, const Batch<Real>& y, MatrixRef<double> value, bool symmetric) const;
  double fill_mean(const Batch<Real>& x, const Batch<Real>& y, MatrixRef<Real>* dx) const;
};

}  // namespace softwarp
