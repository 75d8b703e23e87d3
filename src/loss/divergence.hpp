/// Divergences: losses with the cost of each series against itself subtracted.
#pragma once

#include "softwarp/loss/alignment_loss.hpp"

namespace softwarp {

/// Turns an alignment loss s into one that is exactly 0 at x = y.
///   value = s(x, y) − ½ s(x, x) − ½ s(y, y),  dx = ∂₁s(x, y) − ∂₁s(x, x),  dy = ∂₂s(x, y) − ∂₂s(y, y)
/// The cost must be symmetric: the gradient of s(x, x) is then twice that with respect to either argument.
/// Cost: three alignments per pair, that of (y, y) without its gradient unless dy is asked for; an x that consecutive
/// pairs share is aligned with itself only once.
/// Source: M. Blondel, A. Mensch, J.-P. Vert, Differentiable Divergences between Time Series, AISTATS 2021.
template <class Real>
class DivergenceLoss : public AlignmentLoss<Real> {
 public:
  std::optional<AlignmentForm<Real>> alignment_form() const final {
    auto form = AlignmentLoss<Real>::alignment_form();
    form->divergence = true;
    return form;
  }

 protected:
  using AlignmentLoss<Real>::AlignmentLoss;
  void compute(std::span<Pair<Real>> pairs, Index dims) const final;
};

/// Soft-DTW divergence.   s = dtw_γ
/// Units: as soft-DTW. Usually but not always positive: docs/losses.md has an exception.   Throws: as AlignmentLoss.
template <class Real>
class SoftDtwDivergence final : public DivergenceLoss<Real> {
 public:
  explicit SoftDtwDivergence(const Alignment<Real>& options);
};

/// Sharp divergence.   s = ⟨E, Δ⟩, the expected cost (loss/sharp.hpp)
/// Units: as soft-DTW; negative far more often than the soft-DTW divergence.   Throws: as AlignmentLoss.
template <class Real>
class SharpDivergence final : public DivergenceLoss<Real> {
 public:
  explicit SharpDivergence(const Alignment<Real>& options);
};

}  // namespace softwarp
