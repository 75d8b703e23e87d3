/// A mean over the batch, taken once too often.
#include <cmath>
#include <cstdio>

#include "exercises/exercise.hpp"
#include "softwarp/loss/check_gradient.hpp"

using namespace softwarp;

namespace {

/// value = Σ_k (x_k − y_k)² of one pair. Loss::mean() takes the mean over the batch.
class ScaledError final : public Loss<double> {
 public:
  std::string name() const override { return "squared error"; }

 protected:
  void compute(std::span<Pair<double>> pairs, Index dims) const override {
    for (Pair<double>& pair : pairs) {
      pair.value = 0;
      for (Index k = 0; k < pair.n * dims; ++k) {
        const double error = pair.x[k] - pair.y[k];
        pair.value += error * error;
        if (pair.dx != nullptr) pair.dx[k] = 2 * error;
      }
    }
  }
};

}  // namespace

bool exercises::averaged_twice() {
  const ScaledError loss;
  const Matrix<double> x = random_matrix(8, 3, /*seed=*/1), y = random_matrix(8, 3, /*seed=*/2);
  const bool right = expect_right(check_gradient<double>(loss, {x}, {y}));

  const double together = loss.mean({x}, {y});
  double alone = 0;
  for (Index b = 0; b < 3; ++b) alone += loss.mean({x.col(b)}, {y.col(b)}) / 3;
  std::printf("three series in one batch: %.4f; one by one, and then the mean: %.4f\n", together, alone);
  return expect(std::abs(together - alone) < 1e-9, "a batch costs the mean of what its series cost alone") && right;
}
