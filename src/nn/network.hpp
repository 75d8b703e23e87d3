/// A network: layers one after another, over one flat parameter vector.
#pragma once

#include <memory>
#include <vector>

#include "softwarp/nn/activation.hpp"
#include "softwarp/nn/layer.hpp"

namespace softwarp {

/// What a network is made of.
struct NetworkShape {
  Index inputs = 0;           ///< I
  std::vector<Index> hidden;  ///< units of each hidden layer
  Index outputs = 0;          ///< O
  Activation activation = Activation::sigmoid;
};

/// Room for the activations of one batch and their gradients. One per thread; reused from batch to batch.
template <class Real>
struct Workspace {
  std::vector<Matrix<Real>> y;   ///< output of each layer
  std::vector<Matrix<Real>> dy;  ///< its gradient
};

/// Layers in a row; θ holds the parameters of the first layer, then those of the second, ….
/// Immutable after it is made: one network serves many threads, each with its own θ and workspace.
template <class Real>
class Network {
 public:
  /// Dense layers with an activation after each but the last.   Throws: Error where a size is below 1.
  explicit Network(const NetworkShape& shape);

  Index inputs() const { return layers_.front()->inputs(); }
  Index outputs() const { return layers_.back()->outputs(); }
  Index parameters() const { return parameters_; }
  const NetworkShape& shape() const { return shape_; }

  /// A starting point for training.   Shapes: → [S].
  Vector<Real> initial_parameters(Random& random) const;

  /// Forecasts ŷ of a batch; they live in the workspace until the next call.   Shapes: theta [S], x [I×B] → [O×B].
  const Matrix<Real>& forward(const Vector<Real>& theta, const ConstMatrixRef<Real>& x,
                              Workspace<Real>& workspace) const;

  /// The whole chain rule: from dy = ∂L/∂ŷ to dtheta = ∂L/∂θ, overwritten.   x and workspace as forward() left them.
  /// Shapes: theta, dtheta [S], x [I×B], dy [O×B].
  void backward(const Vector<Real>& theta, const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& dy,
                Workspace<Real>& workspace, Vector<Real>& dtheta) const;

 private:
  NetworkShape shape_;
  std::vector<std::unique_ptr<Layer<Real>>> layers_;
  std::vector<Index> offsets_;  // where each layer's parameters begin in θ
  Index parameters_ = 0;
};

}  // namespace softwarp
