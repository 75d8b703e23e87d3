/// A layer with a shortcut, whose backward() loses something on two ways.
#include <cstdio>

#include "exercises/exercise.hpp"
#include "softwarp/nn/check_gradient.hpp"

using namespace softwarp;

namespace {

/// y = x + a ∘ tanh(x), number by number.   θ = a
class Residual final : public Layer<double> {
 public:
  explicit Residual(SeriesShape shape) : Layer(shape, shape, {{"a", {shape.size()}}}) {}

  void initialize(VectorRef<double> a, Random&) const override { a.setZero(); }  // the identity

  void forward(const ConstVectorRef<double>& a, const ConstMatrixRef<double>& x, MatrixRef<double> y,
               VectorRef<double>) const override {
    for (Index b = 0; b < x.cols(); ++b) {
      for (Index k = 0; k < x.rows(); ++k) y(k, b) = x(k, b) + a[k] * std::tanh(x(k, b));
    }
  }

  // EXERCISE: x reaches y on two ways; a reaches the y of every series of the batch.
  void backward(const ConstVectorRef<double>& a, const ConstMatrixRef<double>& x, const ConstMatrixRef<double>&,
                VectorRef<double>, const ConstMatrixRef<double>& dy, VectorRef<double> da,
                MatrixRef<double>* dx) const override {
    for (Index b = 0; b < x.cols(); ++b) {
      for (Index k = 0; k < x.rows(); ++k) {
        const double t = std::tanh(x(k, b));
        da[k] = dy(k, b) * t;
        if (dx != nullptr) (*dx)(k, b) = dy(k, b) * a[k] * (1 - t * t);
      }
    }
  }

  std::vector<Operator> operators() const override {  // the same for ONNX; nothing is wrong here
    return {{.type = "Tanh", .inputs = {"x"}, .output = "t"},
            {.type = "Mul", .inputs = {"t", "a"}, .output = "scaled"},
            {.type = "Add", .inputs = {"x", "scaled"}}};
  }
};

}  // namespace

bool exercises::lost_path() {
  const Residual layer({.steps = 5});
  const Vector<double> a = random_matrix(5, 1, /*seed=*/5);
  const Matrix<double> x = random_matrix(5, 3, /*seed=*/6);
  std::printf("a batch of one series:\n");
  const bool one = expect_right(check_gradient(layer, a, x.leftCols(1)));
  std::printf("a batch of three:\n");
  return expect_right(check_gradient(layer, a, x)) && one;
}
