/// Soft-DTW loss, and DTW as its limit.
#pragma once

#include "loss/loss.hpp"

namespace softwarp {

/// Soft-DTW discrepancy.   value = min^γ over alignments A of ⟨A, Δ(x, y)⟩,  Δ_ij = ‖x_i − y_j‖²
/// Units: value and γ in signal²; the value may be negative.   Cost: O(n·m) a pair.   Source: [CB17] Alg. 1, 2.
template <class Real>
class SoftDtwLoss final : public Loss<Real> {
 public:
  /// Throws: Error if γ is not a positive finite number.
  explicit SoftDtwLoss(double gamma);
  std::string name() const override;

 protected:
  void compute(std::span<Pair<Real>> pairs, Index dims) const override;

 private:
  double gamma_;
};

/// Dynamic time warping, soft-DTW for γ = 0.   value = min over alignments A of ⟨A, Δ(x, y)⟩
/// The gradient is the one along one best path: a subgradient, since the best path jumps.
/// Units: value in signal²: no root is taken, no division by the length.   Cost: O(n·m) a pair.
template <class Real>
class DtwLoss final : public Loss<Real> {
 public:
  std::string name() const override { return "dtw"; }

 protected:
  void compute(std::span<Pair<Real>> pairs, Index dims) const override;
};

}  // namespace softwarp
