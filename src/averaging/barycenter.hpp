/// Barycenters under any loss, by L-BFGS.
#pragma once

#include <memory>

#include "softwarp/averaging/averager.hpp"

namespace softwarp {

/// Minimises Σ_i λ_i ℓ(x, y_i) with L-BFGS: for soft-DTW the barycenter of the paper.
/// Cost: one to two evaluations of value and gradient of all N pairs per iteration.   Source: [CB17] Section 3.1.
template <class Real>
class Barycenter final : public Averager<Real> {
 public:
  explicit Barycenter(std::unique_ptr<Loss<Real>> loss) : loss_(std::move(loss)) {}
  AveragingResult improve(Vector<double>& x, const Batch<Real>& y, const Vector<double>& weights,
                          const AveragingOptions& options) const override;
  const Loss<Real>& loss() const override { return *loss_; }

 private:
  std::unique_ptr<Loss<Real>> loss_;
};

}  // namespace softwarp
