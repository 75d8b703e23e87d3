/// Fully connected layer.
#pragma once

#include <array>

#include "softwarp/nn/layer.hpp"

namespace softwarp {

/// y = W x + b, over all numbers of a series at once.   θ = (W, b)
/// Shapes: W [O×I], b [O], output one step of O units.   Cost: O(I·O·B).
template <class Real>
class Dense final : public Layer<Real> {
 public:
  static constexpr std::string_view kType = "dense";
  static constexpr std::array<std::string_view, 1> kSizes{"units"};

  Dense(SeriesShape input, Index units)
      : Layer<Real>(input, {.steps = 1, .dims = units}, {{"weight", {units, input.size()}}, {"bias", {units}}}) {}

  /// W normal with variance 1/I, b zero: outputs start with the variance of the inputs.
  /// Source: Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, Efficient BackProp, 1998, §4.6.
  void initialize(VectorRef<Real> theta, Random& random) const override;

  Index linear_parameters() const override { return this->parameters(); }

  void forward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, MatrixRef<Real> y,
               VectorRef<Real> cache) const override;
  void backward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y,
                VectorRef<Real> cache, const ConstMatrixRef<Real>& dy, VectorRef<Real> dtheta,
                MatrixRef<Real>* dx) const override;
  std::vector<Operator> operators() const override;
};

}  // namespace softwarp
