/// Soft-MSM: move-split-merge with a soft minimum, value and gradient.
///
/// Source of MSM: A. Stefan, V. Athitsos, G. Das, The Move-Split-Merge Metric for Time Series, IEEE TKDE, 2013.
#include <cmath>
#include <cstdio>

#include "exercises/exercise.hpp"
#include "exercises/msm_by_enumeration.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/loss/check_gradient.hpp"

using namespace softwarp;

namespace {

/// For series of one dimension, with r_ij over the first i steps of x and j of y:
///   r_ij = min^γ{ r_{i−1,j−1} + |x_i − y_j|,  r_{i−1,j} + C(x_i; x_{i−1}, y_j),  r_{i,j−1} + C(y_j; y_{j−1}, x_i) }
///   C(u; v, w) = c + the distance of u from the interval between v and w;   r_11 = |x_1 − y_1|,  value = r_nm
class SoftMsmLoss final : public Loss<double> {
 public:
  SoftMsmLoss(double gamma, double c) : gamma_(gamma), c_(c) {}
  std::string name() const override { return "softmsm"; }

 protected:
  void compute(std::span<Pair<double>> pairs, Index dims) const override {
    if (dims != 1) throw Error("softmsm: expected one dimension, found " + std::to_string(dims));
    for (Pair<double>& pair : pairs) compute(pair);
  }

 private:
  double gamma_, c_;

  // Slopes of that distance with respect to u, v and w: an end of the interval matters where u lies beyond it.
  struct Slopes {
    double u, v, w;
  };
  static double outside(double u, double v, double w) {
    return std::max({0.0, std::min(v, w) - u, u - std::max(v, w)});
  }
  static Slopes slopes_of_outside(double u, double v, double w) {
    const double side = u > std::max(v, w) ? 1 : u < std::min(v, w) ? -1 : 0;
    const bool v_is_nearer = side * v > side * w;
    return {side, v_is_nearer ? -side : 0, v_is_nearer ? 0 : -side};
  }

  // What the three ways into cell (i, j) cost, all that led there included; infinite where there is none.
  struct Ways {
    double diagonal = INFINITY, up = INFINITY, left = INFINITY;
  };
  Ways ways_into(Index i, Index j, const Pair<double>& pair, const Matrix<double>& r) const {
    const double *x = pair.x, *y = pair.y;
    Ways ways;
    if (i > 0 && j > 0) ways.diagonal = r(i - 1, j - 1) + std::abs(x[i] - y[j]);
    if (i > 0) ways.up = r(i - 1, j) + c_ + outside(x[i], x[i - 1], y[j]);
    if (j > 0) ways.left = r(i, j - 1) + c_ + outside(y[j], y[j - 1], x[i]);
    return ways;
  }

  void compute(Pair<double>& pair) const {
    const double *x = pair.x, *y = pair.y;
    Matrix<double> r(pair.n, pair.m);
    for (Index i = 0; i < pair.n; ++i) {
      for (Index j = 0; j < pair.m; ++j) {
        const auto [a, b, c] = ways_into(i, j, pair, r);
        const double least = std::min({a, b, c});
        r(i, j) = i + j == 0
                      ? std::abs(x[0] - y[0])
                      : least - gamma_ * std::log(std::exp((least - a) / gamma_) + std::exp((least - b) / gamma_) +
                                                  std::exp((least - c) / gamma_));
      }
    }
    pair.value = r(pair.n - 1, pair.m - 1);
    if (pair.dx == nullptr) return;

    // Backwards: e_ij = ∂value/∂r_ij, of which each way into the cell gets its probability, and so do its slopes.
    Eigen::Map<Vector<double>> dx(pair.dx, pair.n);
    dx.setZero();
    Matrix<double> e = Matrix<double>::Zero(pair.n, pair.m);
    e(pair.n - 1, pair.m - 1) = 1;
    for (Index i = pair.n - 1; i >= 0; --i) {
      for (Index j = pair.m - 1; j >= 0; --j) {
        const double sign = x[i] > y[j] ? 1 : -1;
        if (i + j == 0) dx[0] += e(0, 0) * sign;
        const Ways ways = ways_into(i, j, pair, r);
        const double diagonal = e(i, j) * std::exp((r(i, j) - ways.diagonal) / gamma_);
        if (i > 0 && j > 0) {
          e(i - 1, j - 1) += diagonal;
          dx[i] += diagonal * sign;
        }
        const double up = e(i, j) * std::exp((r(i, j) - ways.up) / gamma_);
        if (i > 0) {
          const Slopes slopes = slopes_of_outside(x[i], x[i - 1], y[j]);
          e(i - 1, j) += up;
          dx[i] += up * slopes.u;
          dx[i - 1] += up * slopes.v;
        }
        const double left = e(i, j) * std::exp((r(i, j) - ways.left) / gamma_);
        if (j > 0) {
          e(i, j - 1) += left;
          dx[i] += left * slopes_of_outside(y[j], y[j - 1], x[i]).w;
        }
      }
    }
  }
};

}  // namespace

bool exercises::soft_msm() {
  const double c = 0.5;
  const Matrix<double> x = random_matrix(5, 1, /*seed=*/1), y = random_matrix(4, 1, /*seed=*/2);
  bool values = true;
  for (const double gamma : {1.0, 0.1, 0.001}) {
    const double value = SoftMsmLoss(gamma, c).mean({x}, {y}), all = soft_minimum(msm_costs(x, y, c), gamma);
    std::printf("gamma %5g: value %8.4f, over all alignments %8.4f\n", gamma, value, all);
    values = values && std::abs(value - all) < 1e-9;
  }
  std::printf("             MSM, the least of all alignments %8.4f\n", soft_minimum(msm_costs(x, y, c), 0));
  values = expect(values, "the values are the soft minimum over all alignments");
  const bool right = expect_right(check_gradient<double>(SoftMsmLoss(0.2, c), {x}, {y}));
  std::printf("one step against four:\n");
  return expect_right(check_gradient<double>(SoftMsmLoss(0.2, c), {x.topRows(1)}, {y})) && right && values;
}
