/// Adam.
#pragma once

#include "softwarp/optim/optimizer.hpp"

namespace softwarp {

/// m ← β₁ m + (1−β₁) g,   v ← β₂ v + (1−β₂) g²,   θ ← θ − η m̂/(√v̂ + ε),   m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ)
/// Source: D. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, ICLR 2015, Algorithm 1; its defaults for β₁,
/// β₂, ε.
template <class Real>
class Adam final : public Optimizer<Real> {
 public:
  explicit Adam(double learning_rate, double weight_decay = 0) : Optimizer<Real>(learning_rate, weight_decay) {}

 protected:
  void move(Vector<Real>& theta, const Vector<Real>& g, double rate, OptimizerState<Real>& state) const override;
  std::size_t moments() const override { return 2; }

  // v is infinite where the square of a gradient is; θ then stays as it is.
  bool is_possible(std::size_t k, const Vector<Real>& moment) const override {
    return k == 0 ? moment.allFinite() : (moment.array() >= 0).all();
  }
};

}  // namespace softwarp
