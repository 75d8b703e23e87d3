/// The interface that every layer has: a function and its Jacobian product.
#pragma once

#include "softwarp/core/random.hpp"
#include "softwarp/core/types.hpp"

namespace softwarp {

/// A layer y = f(x; θ): an immutable description. Parameters and activations are arguments, so one layer serves many
/// threads. Shapes, everywhere: theta, dtheta [S], x, dx [I×B], y, dy [O×B].
template <class Real>
class Layer {
 public:
  virtual ~Layer() = default;

  virtual Index inputs() const = 0;      ///< I
  virtual Index outputs() const = 0;     ///< O
  virtual Index parameters() const = 0;  ///< S

  /// Draws a starting point for training.
  virtual void initialize(VectorRef<Real> theta, Random& random) const = 0;

  /// y = f(x; θ).   y must not overlap x.
  virtual void forward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, MatrixRef<Real> y) const = 0;

  /// The chain rule through the layer, given dy = ∂L/∂y and the x and y of forward().
  ///   dtheta += (∂y/∂θ)ᵀ dy, summed over the batch, never divided by B;   dx = (∂y/∂x)ᵀ dy, skipped where dx is null
  /// dx must not overlap dy.
  virtual void backward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y,
                        const ConstMatrixRef<Real>& dy, VectorRef<Real> dtheta, MatrixRef<Real>* dx) const = 0;
};

}  // namespace softwarp
