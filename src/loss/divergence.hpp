/// Divergences: losses less what a series costs against itself.
#pragma once

#include "softwarp/loss/alignment_loss.hpp"

namespace softwarp {

/// Turns a loss s that aligns into one that is exactly 0 where x = y.
///   value = s(x, y) − ½ s(x, x) − ½ s(y, y),  dx = ∂₁s(x, y) − ∂₁s(x, x)
/// The cost must be symmetric: the gradient of s(x, x) is then twice that in its first argument.
/// Cost: three alignments a pair, one of them without its gradient; x that stands in pairs one after the other is aligned
/// with itself once.
/// Source: M. Blondel, A. Mensch, J.-P. Vert, Differentiable Divergences between Time Series, AISTATS 2021.
template <class Real>
class DivergenceLoss : public AlignmentLoss<Real> {
 protected:
  using AlignmentLoss<Real>::AlignmentLoss;
  void compute(std::span<Pair<Real>> pairs, Index dims) const final;
};

/// Soft-DTW divergence.   s = dtw_γ
/// Units: as soft-DTW's. Mostly positive, but not always: docs/losses.md shows an exception.   Throws: as AlignmentLoss.
template <class Real>
class SoftDtwDivergence final : public DivergenceLoss<Real> {
 public:
  explicit SoftDtwDivergence(const Alignment<Real>& how);
};

/// Sharp divergence.   s = ⟨E, Δ⟩, the expected cost (loss/sharp.hpp)
/// Units: as soft-DTW's; negative far more easily than the soft-DTW divergence.   Throws: as AlignmentLoss.
template <class Real>
class SharpDivergence final : public DivergenceLoss<Real> {
 public:
  explicit SharpDivergence(const Alignment<Real>& how);
};

}  // namespace softwarp
