/// Soft-DTW with the chain rule through the cost by hand: both gradients, dx and dy.
#include <cstdio>

#include "exercises/exercise.hpp"
#include "softwarp/alignment/tables.hpp"
#include "softwarp/loss/check_gradient.hpp"

using namespace softwarp;

namespace {

/// Soft-DTW of series of one dimension.   E = ∂value/∂Δ,  Δ_ij = (x_i − y_j)²
class SoftDtwByHand final : public Loss<double> {
 public:
  std::string name() const override { return "soft-DTW by hand"; }

 protected:
  void compute(std::span<Pair<double>> pairs, Index) const override {
    for (Pair<double>& pair : pairs) {
      const Eigen::Map<const Matrix<double>> x(pair.x, 1, pair.n), y(pair.y, 1, pair.m);
      const AlignmentTables tables = alignment_tables(x, y, {.gamma = 0.5});
      pair.value = tables.r(pair.n - 1, pair.m - 1);
      for (Index i = 0; i < pair.n && pair.dx != nullptr; ++i) pair.dx[i] = 0;
      for (Index j = 0; j < pair.m && pair.dy != nullptr; ++j) pair.dy[j] = 0;
      for (Index i = 0; i < pair.n; ++i) {
        for (Index j = 0; j < pair.m; ++j) {
          const double pull = 2 * tables.E(i, j) * (pair.x[i] - pair.y[j]);
          if (pair.dx != nullptr) pair.dx[i] += pull;
          if (pair.dy != nullptr) pair.dy[j] += pull;  // EXERCISE: and ∂Δ_ij/∂y_j?
        }
      }
    }
  }
};

}  // namespace

bool exercises::wrong_sign() {
  const SoftDtwByHand loss;
  const Matrix<double> x = random_matrix(6, 1, /*seed=*/3), y = random_matrix(5, 1, /*seed=*/4);
  std::printf("check_gradient, which looks at dx alone:\n");
  const bool right = expect_right(check_gradient<double>(loss, {x}, {y}));
  std::printf("check_both_gradients:\n");
  const bool both_right = expect_right(check_both_gradients<double>(loss, {x}, {y}));

  // A shift of both series changes no difference, and so no value: all slopes must add up to nothing.
  Vector<double> value(1);
  Matrix<double> dx(6, 1), dy(5, 1);
  loss.pairs({x}, {y}, value, dx, dy);
  const double sum = dx.sum() + dy.sum();
  std::printf("sum of dx: %.4f, sum of dy: %.4f\n", dx.sum(), dy.sum());
  return expect(std::abs(sum) < 1e-9, "a shift of both series changes nothing") && right && both_right;
}
