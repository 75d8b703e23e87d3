/// The soft minimum for small γ, and for long series.
#include <cmath>
#include <cstdio>
#include <limits>

#include "exercises/exercise.hpp"
#include "softwarp/soft_dtw.hpp"

using namespace softwarp;

namespace {

/// min^γ = −γ log(e^(−a/γ) + e^(−b/γ) + e^(−c/γ)); at least one of the three is finite.
double soft_min(double a, double b, double c, double gamma) {
  // With the least subtracted, the largest of the three exponentials is e⁰ = 1: the sum lies between 1 and 3.
  const double least = std::min({a, b, c});
  const double sum = std::exp((least - a) / gamma) + std::exp((least - b) / gamma) + std::exp((least - c) / gamma);
  return least - gamma * std::log(sum);
}

/// r_ij = Δ_ij + min^γ{r_{i−1,j−1}, r_{i−1,j}, r_{i,j−1}};   → r_nm
double soft_dtw_by_hand(const Vector<double>& x, const Vector<double>& y, double gamma) {
  Matrix<double> r = Matrix<double>::Constant(x.size() + 1, y.size() + 1, std::numeric_limits<double>::infinity());
  r(0, 0) = 0;
  for (Index j = 1; j <= y.size(); ++j) {
    for (Index i = 1; i <= x.size(); ++i) {
      const double difference = x[i - 1] - y[j - 1];
      r(i, j) = difference * difference + soft_min(r(i - 1, j - 1), r(i - 1, j), r(i, j - 1), gamma);
    }
  }
  return r(x.size(), y.size());
}

/// Compares by hand and library.
bool same(Index steps, double gamma) {
  const Vector<double> x = exercises::random_matrix(steps, 1, /*seed=*/1), y = exercises::random_matrix(steps, 1, 2);
  const double mine = soft_dtw_by_hand(x, y, gamma), library = soft_dtw(x, y, gamma);
  std::printf("%5td steps, gamma %7g: by hand %12.4f, the library %12.4f\n", steps, gamma, mine, library);
  return std::abs(mine - library) < 1e-6 * (1 + std::abs(library));
}

}  // namespace

bool exercises::small_gamma() {
  bool right = true;
  for (const double gamma : {10.0, 1.0, 0.1, 0.01, 0.001}) right = same(/*steps=*/40, gamma) && right;
  std::printf("               gamma       0: DTW                   the library %12.4f\n",
              soft_dtw(random_matrix(40, 1, 1).col(0), random_matrix(40, 1, 2).col(0), /*gamma=*/0));
  right = expect(right, "by hand and the library agree for every gamma");
  return expect(same(/*steps=*/600, /*gamma=*/10), "they agree for long series at a large gamma") && right;
}
