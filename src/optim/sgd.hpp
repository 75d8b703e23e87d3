/// Stochastic gradient descent with momentum.
#pragma once

#include "softwarp/optim/optimizer.hpp"

namespace softwarp {

/// v ← μ v + g,   θ ← θ − η v
/// Source: B. Polyak, Some Methods of Speeding up the Convergence of Iteration Methods, 1964.
template <class Real>
class Sgd final : public Optimizer<Real> {
 public:
  Sgd(double learning_rate, double momentum, double weight_decay = 0)
      : Optimizer<Real>(learning_rate, weight_decay), momentum_(static_cast<Real>(momentum)) {}

 protected:
  void move(Vector<Real>& theta, const Vector<Real>& g, double rate, OptimizerState<Real>& state) const override;
  std::size_t moments() const override { return 1; }
  bool is_possible(std::size_t, const Vector<Real>& moment) const override { return moment.allFinite(); }

 private:
  Real momentum_;
};

}  // namespace softwarp
