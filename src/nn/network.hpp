/// A network: layers one after another, over one flat parameter vector.
#pragma once

#include <memory>
#include <vector>

#include "softwarp/nn/layer.hpp"
#include "softwarp/nn/network_spec.hpp"

namespace softwarp {

/// What the layers keep of one batch, and gradients. One per thread; reused from batch to batch.
template <class Real>
struct Workspace {
  std::vector<Matrix<Real>> y;      ///< output of each layer
  std::vector<Matrix<Real>> dy;     ///< its gradient
  std::vector<Vector<Real>> cache;  ///< what else each layer keeps for its backward()
};

/// Layers in a row; θ holds the parameters of the first layer, then those of the second, ….
/// Immutable after it is made: one network serves many threads, each with its own θ and workspace.
template <class Real>
class Network {
 public:
  /// Throws: Error if there is no layer, or naming the one that make_layer() rejects.
  explicit Network(NetworkSpec spec);

  const NetworkSpec& spec() const { return spec_; }
  SeriesShape input() const { return spec_.input; }                ///< its size is I
  SeriesShape output() const { return layers_.back()->output(); }  ///< its size is O
  Index parameters() const { return parameters_; }                 ///< S
  const std::vector<std::unique_ptr<Layer<Real>>>& layers() const { return layers_; }

  /// The parts of all layers, named by the layer's number and placed in the network's θ: "0.weight", "0.bias",
  /// "2.weight", ….
  std::vector<Part> parts() const;

  /// Whether the first layer takes inputs with missing steps; without that, x must be finite.
  bool takes_missing_steps() const { return layers_.front()->takes_missing_steps(); }

  /// A starting point for training.   Shapes: → [S].
  Vector<Real> initial_parameters(Random& random) const;

  /// Forecasts ŷ of a batch; they live in the workspace until the next call.
  /// `truth`, if given, teaches the last layer (Layer::forward_taught).
  /// Shapes: theta [S], x [I×B], truth [O×B] → [O×B].
  const Matrix<Real>& forward(const Vector<Real>& theta, const ConstMatrixRef<Real>& x, Workspace<Real>& workspace,
                              const ConstMatrixRef<Real>* truth = nullptr) const;

  /// The whole chain rule: from dy = ∂L/∂ŷ to dtheta = ∂L/∂θ, overwritten.   x and workspace as forward() left them.
  /// The caches are used up: each backward() needs a forward() before it.
  /// Shapes: theta, dtheta [S], x [I×B], dy [O×B].
  void backward(const Vector<Real>& theta, const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& dy,
                Workspace<Real>& workspace, Vector<Real>& dtheta) const;

 private:
  NetworkSpec spec_;
  std::vector<std::unique_ptr<Layer<Real>>> layers_;
  std::vector<Index> offsets_;  // where each layer's parameters begin in θ
  Index parameters_ = 0;
};

}  // namespace softwarp
