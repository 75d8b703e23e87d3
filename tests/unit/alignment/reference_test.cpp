// The plain reference against finite differences of itself.
#include "softwarp/alignment/reference.hpp"

#include "softwarp/core/random.hpp"
#include "support/catch.hpp"

using namespace softwarp;

namespace {

Matrix<double> random_matrix(Random& random, Index n, Index m) {
  Matrix<double> matrix(n, m);
  for (Index k = 0; k < matrix.size(); ++k) matrix.data()[k] = random.uniform();
  return matrix;
}

}  // namespace

TEST_CASE("E and the Hessian product agree with central differences along a direction") {
  Random random(8);
  constexpr double kStep = 1e-5;
  for (const double gamma : {10.0, 1.0, 0.1}) {
    for (const auto& [n, m] : {std::pair<Index, Index>{1, 1}, {1, 5}, {4, 1}, {6, 9}}) {
      INFO(n << " x " << m << ", gamma " << gamma);
      const Matrix<double> cost = random_matrix(random, n, m);
      const Matrix<double> Z = random_matrix(random, n, m);
      Matrix<double> E, product, E_before, E_after;
      reference::soft_dtw(cost, gamma, &E);
      const double before = reference::soft_dtw(cost - kStep * Z, gamma, &E_before);
      const double after = reference::soft_dtw(cost + kStep * Z, gamma, &E_after);
      const double along = reference::soft_dtw_along(cost, gamma, Z, &product);
      CHECK(along == Approx((after - before) / (2 * kStep)).epsilon(1e-8));
      CHECK(along == Approx(E.cwiseProduct(Z).sum()).epsilon(1e-12));
      CHECK((product - (E_after - E_before) / (2 * kStep)).norm() < 1e-8);
    }
  }
}
