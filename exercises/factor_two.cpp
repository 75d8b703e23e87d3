/// The squared error: value and gradient by hand, and the check that compares them.
#include "exercises/exercise.hpp"
#include "softwarp/loss/check_gradient.hpp"

using namespace softwarp;

namespace {

/// value = Σ_k (x_k − y_k)²
class SquaredError final : public Loss<double> {
 public:
  std::string name() const override { return "squared error"; }

 protected:
  void compute(std::span<Pair<double>> pairs, Index dims) const override {
    for (Pair<double>& pair : pairs) {
      pair.value = 0;
      for (Index k = 0; k < pair.n * dims; ++k) {
        const double error = pair.x[k] - pair.y[k];
        pair.value += error * error;
        if (pair.dx != nullptr) pair.dx[k] = error;  // EXERCISE: is this ∂value/∂x_k?
      }
    }
  }
};

}  // namespace

bool exercises::factor_two() {
  const Matrix<double> x = random_matrix(8, 3, /*seed=*/1), y = random_matrix(8, 3, /*seed=*/2);  // 3 series of 8 steps
  return expect_right(check_gradient<double>(SquaredError(), {x}, {y}));
}
