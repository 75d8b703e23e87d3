/// The interface of every layer: a function, its Jacobian product, and the parameters it holds.
#pragma once

#include <string_view>
#include <vector>

#include "softwarp/core/random.hpp"
#include "softwarp/nn/operator.hpp"
#include "softwarp/nn/shape.hpp"

namespace softwarp {

/// A layer y = f(x; θ): an immutable description. Parameters and activations are arguments, so one layer serves many
/// threads.
/// Shapes, everywhere: theta, dtheta [S], x, dx [I×B], y, dy [O×B], cache [cache_size(B)].
template <class Real>
class Layer {
 public:
  virtual ~Layer() = default;
  Layer(const Layer&) = delete;
  Layer& operator=(const Layer&) = delete;

  SeriesShape input() const { return input_; }               ///< its size is I
  SeriesShape output() const { return output_; }             ///< its size is O
  const std::vector<Part>& parts() const { return parts_; }  ///< of θ, in order and without gaps
  Index parameters() const { return parameters_; }           ///< S

  /// How many of the last parameters y is linear in: where these are 0, y is 0. A network that corrects a forecast sets
  /// those of its last layer to 0 before it is trained. A layer that says 0 begins there as initialize() has it.
  virtual Index linear_parameters() const { return 0; }

  /// Whether a step of x with a NaN among its values is missing to it, and y finite all the same. To the others, x must
  /// be finite.
  virtual bool takes_missing_steps() const { return false; }

  /// Draws a starting point for training.
  virtual void initialize(VectorRef<Real> theta, Random& random) const = 0;

  /// How many numbers forward() keeps for backward() besides x and y, such as the gates of a recurrent layer.
  virtual Index cache_size([[maybe_unused]] Index batch) const { return 0; }

  /// y = f(x; θ).   x and y do not overlap; y and cache hold anything before.
  /// A column of y follows from the same column of x, to the same bits whatever lies beside it.
  virtual void forward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, MatrixRef<Real> y,
                       VectorRef<Real> cache) const = 0;

  /// The same, told what y ought to be: a layer that feeds its own outputs back may feed back the truth instead. Where
  /// truth is NaN it feeds back its own. The others ignore it.   Shapes: truth [O×B].
  virtual void forward_taught(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x,
                              [[maybe_unused]] const ConstMatrixRef<Real>& truth, MatrixRef<Real> y,
                              VectorRef<Real> cache) const {
    forward(theta, x, y, cache);
  }

  /// The chain rule through the layer, given dy = ∂L/∂y and the x, y and cache of forward().
  ///   dtheta += (∂y/∂θ)ᵀ dy, summed over the batch, never divided by B;   dx = (∂y/∂x)ᵀ dy, skipped if dx is null
  /// dx overlaps nothing else, and holds anything before. The cache may be overwritten: each backward() needs a
  /// forward() before it. Neither allocates memory once it has been called: what it needs to work with is in the cache.
  virtual void backward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y,
                        VectorRef<Real> cache, const ConstMatrixRef<Real>& dy, VectorRef<Real> dtheta,
                        MatrixRef<Real>* dx) const = 0;

  /// The same function for ONNX; the last operator's output is "y".
  virtual std::vector<Operator> operators() const = 0;

  static constexpr bool kIsActivation = false;  ///< true: a function of each number, for use between layers

 protected:
  /// Sets the parts' offsets and sizes.
  /// Throws: Error if a shape is empty, or if input, output or θ is absurdly large.
  Layer(SeriesShape input, SeriesShape output, std::vector<Part> parts);

 private:
  SeriesShape input_;
  SeriesShape output_;
  std::vector<Part> parts_;
  Index parameters_ = 0;
};

}  // namespace softwarp
