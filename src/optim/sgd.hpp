/// Stochastic gradient descent with momentum.
#pragma once

#include "optim/optimizer.hpp"

namespace softwarp {

/// v ← μ v + g,   θ ← θ − η v
/// Source: B. Polyak, Some Methods of Speeding up the Convergence of Iteration Methods, 1964.
template <class Real>
class Sgd final : public Optimizer<Real> {
 public:
  Sgd(double learning_rate, double momentum)
      : learning_rate_(static_cast<Real>(learning_rate)), momentum_(static_cast<Real>(momentum)) {}
  void step(Vector<Real>& theta, const Vector<Real>& g) override;

 private:
  Real learning_rate_;
  Real momentum_;
  Vector<Real> velocity_;  // v [S]; empty before the first step
};

}  // namespace softwarp
