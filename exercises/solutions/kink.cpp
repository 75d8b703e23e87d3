/// The absolute error, and what happens where forecast and target are equal.
#include <cmath>
#include <cstdio>

#include "exercises/exercise.hpp"
#include "softwarp/loss/check_gradient.hpp"

using namespace softwarp;

namespace {

/// value = Σ_k |x_k − y_k|
class AbsoluteError final : public Loss<double> {
 public:
  std::string name() const override { return "absolute error"; }

 protected:
  void compute(std::span<Pair<double>> pairs, Index dims) const override {
    for (Pair<double>& pair : pairs) {
      pair.value = 0;
      for (Index k = 0; k < pair.n * dims; ++k) {
        const double error = pair.x[k] - pair.y[k];
        pair.value += std::abs(error);
        if (pair.dx != nullptr) pair.dx[k] = error < 0 ? -1 : 1;  // at 0 a subgradient: any of −1 … 1 will do
      }
    }
  }
};

}  // namespace

bool exercises::kink() {
  const AbsoluteError loss;
  Matrix<double> x = random_matrix(6, 1, /*seed=*/1), dx(6, 1);
  const Matrix<double> y = random_matrix(6, 1, /*seed=*/2);
  std::printf("forecast and target differ at every step:\n");
  const bool apart = expect_right(check_gradient<double>(loss, {x}, {y}));

  x(3) = y(3);
  std::printf("they are equal at step 3:\n");
  const bool equal = expect_right(check_gradient<double>(loss, {x}, {y}));
  loss.mean({x}, {y}, dx);
  std::printf("dx: %.0f %.0f %.0f %.0f %.0f %.0f\n", dx(0), dx(1), dx(2), dx(3), dx(4), dx(5));
  return expect(std::abs(dx(3)) <= 1, "at the kink, dx is one of the slopes between those of both sides") && apart &&
         equal;
}
