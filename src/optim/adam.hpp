/// Adam.
#pragma once

#include "optim/optimizer.hpp"

namespace softwarp {

/// m ← β₁ m + (1−β₁) g,   v ← β₂ v + (1−β₂) g²,   θ ← θ − η m̂/(√v̂ + ε),   m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ)
/// Source: D. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, ICLR 2015, Algorithm 1; its defaults for β₁,
/// β₂, ε.
template <class Real>
class Adam final : public Optimizer<Real> {
 public:
  explicit Adam(double learning_rate) : learning_rate_(learning_rate) {}
  void step(Vector<Real>& theta, const Vector<Real>& g) override;

 private:
  double learning_rate_;
  long steps_ = 0;         // t
  Vector<Real> mean_;      // m [S]; empty before the first step
  Vector<Real> variance_;  // v [S]
};

}  // namespace softwarp
