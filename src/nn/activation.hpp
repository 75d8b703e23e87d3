/// Activation functions as layers without parameters.
#pragma once

#include <array>
#include <cmath>

#include "softwarp/nn/layer.hpp"

namespace softwarp {

/// y = value(x), dx = dy ∘ slope(y), number by number: the derivative is written in terms of the output alone.
/// Rule: value() and slope() of one number, the layer's type, and its operator in ONNX.   Cost: O(I·B).
template <class Real, class Rule>
class Elementwise final : public Layer<Real> {
 public:
  static constexpr std::string_view kType = Rule::kType;
  static constexpr std::array<std::string_view, 0> kSizes{};
  static constexpr bool kIsActivation = true;

  explicit Elementwise(SeriesShape shape) : Layer<Real>(shape, shape, {}) {}

  void initialize(VectorRef<Real>, Random&) const override {}

  void forward(const ConstVectorRef<Real>&, const ConstMatrixRef<Real>& x, MatrixRef<Real> y,
               VectorRef<Real>) const override {
    y = x.unaryExpr([](Real number) { return Rule::value(number); });
  }

  void backward(const ConstVectorRef<Real>&, const ConstMatrixRef<Real>&, const ConstMatrixRef<Real>& y,
                VectorRef<Real>, const ConstMatrixRef<Real>& dy, VectorRef<Real>, MatrixRef<Real>* dx) const override {
    if (dx != nullptr) *dx = dy.cwiseProduct(y.unaryExpr([](Real number) { return Rule::slope(number); }));
  }

  std::vector<Operator> operators() const override { return {{.type = Rule::kOperator, .inputs = {"x"}}}; }
};

/// y = 1/(1 + e^−x),   dy/dx = y (1 − y)
struct SigmoidRule {
  static constexpr const char *kType = "sigmoid", *kOperator = "Sigmoid";
  template <class Real>
  static Real value(Real x) {
    return 1 / (1 + std::exp(-x));  // where e^−x is infinite this is 0, as it should be
  }
  template <class Real>
  static Real slope(Real y) {
    return y * (1 - y);
  }
};

/// y = tanh x,   dy/dx = 1 − y²
struct TanhRule {
  static constexpr const char *kType = "tanh", *kOperator = "Tanh";
  template <class Real>
  static Real value(Real x) {
    return std::tanh(x);
  }
  template <class Real>
  static Real slope(Real y) {
    return 1 - y * y;
  }
};

/// y = max(x, 0),   dy/dx = 1 where y > 0, else 0 (at 0 too)
struct ReluRule {
  static constexpr const char *kType = "relu", *kOperator = "Relu";
  template <class Real>
  static Real value(Real x) {
    return x < 0 ? Real{0} : x;  // written so that NaN stays NaN
  }
  template <class Real>
  static Real slope(Real y) {
    return y > 0 ? Real{1} : Real{0};
  }
};

template <class Real>
using Sigmoid = Elementwise<Real, SigmoidRule>;
template <class Real>
using Tanh = Elementwise<Real, TanhRule>;
template <class Real>
using Relu = Elementwise<Real, ReluRule>;

}  // namespace softwarp
