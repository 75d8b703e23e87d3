#include "softwarp/nn/activation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "softwarp/core/error.hpp"

namespace softwarp {
namespace {

constexpr std::array kNames{std::pair{Activation::sigmoid, "sigmoid"}, std::pair{Activation::tanh, "tanh"},
                            std::pair{Activation::relu, "relu"}};

// Rule: value(x) and slope(y), both of one number.
template <class Real, class Rule>
class Elementwise final : public Layer<Real> {
 public:
  explicit Elementwise(Index size) : size_(size) {}

  Index inputs() const override { return size_; }
  Index outputs() const override { return size_; }
  Index parameters() const override { return 0; }
  void initialize(VectorRef<Real>, Random&) const override {}

  void forward(const ConstVectorRef<Real>&, const ConstMatrixRef<Real>& x, MatrixRef<Real> y) const override {
    y = x.unaryExpr([](Real number) { return Rule::value(number); });
  }

  void backward(const ConstVectorRef<Real>&, const ConstMatrixRef<Real>&, const ConstMatrixRef<Real>& y,
                const ConstMatrixRef<Real>& dy, VectorRef<Real>, MatrixRef<Real>* dx) const override {
    if (dx != nullptr) *dx = dy.cwiseProduct(y.unaryExpr([](Real number) { return Rule::slope(number); }));
  }

 private:
  Index size_;
};

template <class Real>
struct Sigmoid {
  static Real value(Real x) { return 1 / (1 + std::exp(-x)); }  // where e^−x is infinite this is 0, as it should be
  static Real slope(Real y) { return y * (1 - y); }
};

template <class Real>
struct Tanh {
  static Real value(Real x) { return std::tanh(x); }
  static Real slope(Real y) { return 1 - y * y; }
};

template <class Real>
struct Relu {
  static Real value(Real x) { return x < 0 ? Real{0} : x; }  // written so that NaN stays NaN
  static Real slope(Real y) { return y > 0 ? Real{1} : Real{0}; }
};

}  // namespace

std::string to_text(Activation activation) {
  return std::ranges::find(kNames, activation, [](const auto& entry) { return entry.first; })->second;
}

Activation parse_activation(const std::string& name) {
  const auto found = std::ranges::find(kNames, name, [](const auto& entry) { return entry.second; });
  if (found == kNames.end()) throw Error("activation: expected sigmoid, tanh or relu; found \"" + name + "\"");
  return found->first;
}

template <class Real>
std::unique_ptr<Layer<Real>> make_activation(Activation activation, Index size) {
  switch (activation) {
    case Activation::sigmoid:
      return std::make_unique<Elementwise<Real, Sigmoid<Real>>>(size);
    case Activation::tanh:
      return std::make_unique<Elementwise<Real, Tanh<Real>>>(size);
    case Activation::relu:
      return std::make_unique<Elementwise<Real, Relu<Real>>>(size);
  }
  return nullptr;  // not reached: every case returns
}

template std::unique_ptr<Layer<float>> make_activation<float>(Activation, Index);
template std::unique_ptr<Layer<double>> make_activation<double>(Activation, Index);

}  // namespace softwarp
