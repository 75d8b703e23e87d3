/// Optimizers that take one step at a time: they know only θ and its gradient g.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// What an optimizer remembers between steps.
template <class Real>
struct OptimizerState {
  Index steps = 0;                    ///< taken so far
  std::vector<Vector<Real>> moments;  ///< averages of the gradients, [S] each; none before the first step
};

/// Changes θ step by step, given the gradient at each step.
template <class Real>
class Optimizer {
 public:
  /// Units: weight_decay is the λ of θ ← θ − η λ θ, which precedes each step and is not part of the gradient.
  /// Source: I. Loshchilov, F. Hutter, Decoupled Weight Decay Regularization, ICLR 2019.
  Optimizer(double learning_rate, double weight_decay) : learning_rate_(learning_rate), weight_decay_(weight_decay) {}
  virtual ~Optimizer() = default;

  /// Changes θ once, at `factor` times the learning rate. One call is one step, whatever layers θ is divided into.
  /// Shapes: theta, g [S], S the same in every call.
  void step(Vector<Real>& theta, const Vector<Real>& g, double factor = 1) {
    const double rate = factor * learning_rate_;
    if (weight_decay_ > 0) theta *= static_cast<Real>(1 - rate * weight_decay_);
    ++state_.steps;
    move(theta, g, rate, state_);
  }

  /// An optimizer made with the same options and given this state continues exactly as this one would, bit for bit.
  const OptimizerState<Real>& state() const { return state_; }

  /// Throws: Error for a state that no optimizer of this kind can have reached.
  void restore(OptimizerState<Real> state);

 protected:
  virtual void move(Vector<Real>& theta, const Vector<Real>& g, double rate, OptimizerState<Real>& state) const = 0;

  /// The number of moments after the first step, and whether move() can have left these numbers in moment k.
  virtual std::size_t moments() const = 0;
  virtual bool is_possible(std::size_t k, const Vector<Real>& moment) const = 0;

 private:
  double learning_rate_;
  double weight_decay_;
  OptimizerState<Real> state_;
};

enum class OptimizerKind { sgd, adam };

struct OptimizerOptions {
  OptimizerKind kind = OptimizerKind::adam;
  double learning_rate = 1e-3;
  double momentum = 0.9;    ///< sgd only
  double weight_decay = 0;  ///< decoupled from the gradient
};

/// A new optimizer.
/// Throws: Error if the learning rate is not a positive finite number, the momentum is not in [0, 1), or the weight
///   decay is not a finite number ≥ 0.
template <class Real>
std::unique_ptr<Optimizer<Real>> make_optimizer(const OptimizerOptions& options);

}  // namespace softwarp
