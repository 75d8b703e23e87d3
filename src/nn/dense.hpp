/// Fully connected layer.
#pragma once

#include "softwarp/nn/layer.hpp"

namespace softwarp {

/// y = W x + b.   θ = (W column by column, b)
/// Shapes: W [O×I], b [O], S = O·I + O.   Cost: O(I·O·B).
template <class Real>
class Dense final : public Layer<Real> {
 public:
  Dense(Index inputs, Index outputs) : inputs_(inputs), outputs_(outputs) {}

  Index inputs() const override { return inputs_; }
  Index outputs() const override { return outputs_; }
  Index parameters() const override { return outputs_ * inputs_ + outputs_; }

  /// W normal with variance 1/I, b zero: outputs start with the variance of the inputs.
  /// Source: Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, Efficient BackProp, 1998, §4.6.
  void initialize(VectorRef<Real> theta, Random& random) const override;

  void forward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, MatrixRef<Real> y) const override;
  void backward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y,
                const ConstMatrixRef<Real>& dy, VectorRef<Real> dtheta, MatrixRef<Real>* dx) const override;

 private:
  Index inputs_;
  Index outputs_;
};

}  // namespace softwarp
