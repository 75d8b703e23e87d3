/// Squared Euclidean loss: compares step by step, without alignment.
#pragma once

#include "softwarp/loss/loss.hpp"

namespace softwarp {

/// Squared Euclidean distance of two series of equal length.   value = Σ_t ‖x_t − y_t‖²,  dx_t = 2 (x_t − y_t) = −dy_t
/// Units: value in signal², a sum, not divided by the length.   Throws: Error if the lengths differ.   Cost: O(T).
template <class Real>
class EuclideanLoss final : public Loss<Real> {
 public:
  std::string name() const override { return "euclidean"; }

 protected:
  void compute(std::span<Pair<Real>> pairs, Index dims) const override;
};

}  // namespace softwarp
