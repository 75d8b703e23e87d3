#include <catch2/catch.hpp>

#include "loss/registry.hpp"
#include "support/gradient_check.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

// γ sets the scale on which soft-DTW bends: the step must stay well below it.
double step_for(const LossSpec& loss) { return loss.gamma ? std::min(1e-3, 5e-3 * *loss.gamma) : 1e-3; }

double check(const LossSpec& spec, const Matrix<double>& x, const Matrix<double>& y, Index dims) {
  const auto loss = make_loss<double>(spec);
  Matrix<double> dx;
  loss->mean({x, dims}, {y, dims}, &dx);
  const auto f = [&](const Vector<double>& flat) {
    const Matrix<double> moved = flat.reshaped(x.rows(), x.cols());
    return loss->mean({moved, dims}, {y, dims});
  };
  return gradient_error(f, x.reshaped(), dx.reshaped(), step_for(spec));
}

}  // namespace

TEST_CASE("the Euclidean gradient agrees with central differences") {
  Random random(11);
  for (const Index dims : {1, 3}) {
    for (const Index length : {1, 2, 3, 7, 15, 16, 17, 40}) {
      const auto x = random_walks(length, dims, 2, random);
      const auto y = random_walks(length, dims, 2, random);
      CAPTURE(dims, length);
      CHECK(check({"euclidean", {}}, x, y, dims) <= 1e-6);
    }
  }
}

TEST_CASE("the soft-DTW gradient agrees with central differences") {
  Random random(12);
  for (const double gamma : {10.0, 1.0, 0.1, 0.01, 0.001}) {
    for (const Index dims : {1, 3}) {
      for (const Index n : {1, 2, 5, 16, 40}) {
        for (const Index m : {1, 3, 17, 40}) {
          const auto x = random_walks(n, dims, 1, random);
          const auto y = random_walks(m, dims, 1, random);
          CAPTURE(gamma, dims, n, m);
          CHECK(check({"softdtw", gamma}, x, y, dims) <= 1e-6);
        }
      }
    }
  }
}

TEST_CASE("the DTW subgradient agrees with central differences where the best path is unique") {
  Random random(13);
  for (const Index dims : {1, 3}) {
    for (const Index n : {1, 2, 9, 20}) {
      for (const Index m : {1, 4, 20}) {
        const auto x = random_matrix(n * dims, 1, random);
        const auto y = random_matrix(m * dims, 1, random);
        const auto loss = make_loss<double>({"dtw", {}});
        Matrix<double> dx;
        loss->mean({x, dims}, {y, dims}, &dx);
        const auto f = [&](const Vector<double>& moved) {
          return loss->mean({Matrix<double>(moved), dims}, {y, dims});
        };
        CAPTURE(dims, n, m);
        CHECK(gradient_error(f, x.reshaped(), dx.reshaped(), 1e-7) <= 1e-6);
      }
    }
  }
}

TEST_CASE("a target with missing steps: the gradient is zero there and agrees with differences elsewhere") {
  Random random(14);
  const Index dims = 2, length = 9;
  const auto x = random_walks(length, dims, 1, random);
  auto y = random_walks(length, dims, 1, random);
  y(3 * dims) = y(7 * dims + 1) = std::numeric_limits<double>::quiet_NaN();  // steps 3 and 7: one value of two
  for (const LossSpec& spec : {LossSpec{"euclidean", {}}, LossSpec{"softdtw", 0.1}}) {
    CHECK(check(spec, x, y, dims) <= 1e-6);
    Matrix<double> dx;
    make_loss<double>(spec)->mean({x, dims}, {y, dims}, &dx);
    for (const Index step : {3, 7}) {
      CHECK(dx(step * dims) == 0);
      CHECK(dx(step * dims + 1) == 0);
    }
  }
}
