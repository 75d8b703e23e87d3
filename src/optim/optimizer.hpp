/// Optimizers that take one step at a time: they know θ and its gradient g, nothing else.
#pragma once

#include <memory>
#include <string>

#include "core/types.hpp"

namespace softwarp {

template <class Real>
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  /// Moves θ once. One call is one step and one count, however θ is divided into layers.
  /// Shapes: theta, g [S], S the same in every call.
  virtual void step(Vector<Real>& theta, const Vector<Real>& g) = 0;
};

enum class OptimizerKind { sgd, adam };

struct OptimizerOptions {
  OptimizerKind kind = OptimizerKind::adam;
  double learning_rate = 1e-3;
  double momentum = 0.9;  ///< sgd alone
};

/// A fresh optimizer.   Throws: Error where the learning rate is not a positive finite number or the momentum is not in
/// [0, 1).
template <class Real>
std::unique_ptr<Optimizer<Real>> make_optimizer(const OptimizerOptions& options);

}  // namespace softwarp
