/// What a check in float can see, and what one in double can.
#include <cstdio>

#include "exercises/exercise.hpp"
#include "softwarp/loss/check_gradient.hpp"

using namespace softwarp;

namespace {

/// log cosh(e), a squared error whose slope is never more than 1.   value = Σ_k log cosh(x_k − y_k)
template <class Real>
class LogCosh final : public Loss<Real> {
 public:
  std::string name() const override { return "log cosh"; }

 protected:
  void compute(std::span<Pair<Real>> pairs, Index dims) const override {
    for (Pair<Real>& pair : pairs) {
      pair.value = 0;
      for (Index k = 0; k < pair.n * dims; ++k) {
        const Real error = pair.x[k] - pair.y[k];
        pair.value += static_cast<double>(std::log(std::cosh(error)));
        // EXERCISE: a quick tanh, one term of a continued fraction short. Here is std::tanh.
        const Real e2 = error * error;
        if (pair.dx != nullptr) pair.dx[k] = error * (15 + e2) / (15 + 6 * e2);
      }
    }
  }
};

}  // namespace

bool exercises::precision() {
  const Matrix<double> x = 0.5 * random_matrix(8, 3, /*seed=*/1), y = 0.5 * random_matrix(8, 3, /*seed=*/2);
  const Matrix<float> x_float = x.cast<float>(), y_float = y.cast<float>();
  std::printf("float, in which rounding hides differences below one in a hundred:\n");
  const bool in_float = expect_right(check_gradient<float>(LogCosh<float>(), {x_float}, {y_float}));
  std::printf("double:\n");
  return expect_right(check_gradient<double>(LogCosh<double>(), {x}, {y})) && in_float;
}
