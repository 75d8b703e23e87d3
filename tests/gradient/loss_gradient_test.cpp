#include "support/all_losses.hpp"
#include "support/catch.hpp"
#include "support/gradient_check.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

// γ sets the scale on which the soft losses bend: the step must stay well below it. It must not reach a cost's kink.
double step_for(const LossSpec& loss) {
  const bool smooth = !loss.cost || loss.cost->ends_with("sqeuclidean");
  if (loss.gamma) return std::min(smooth ? 1e-3 : 1e-5, 5e-3 * *loss.gamma);
  return loss.name == "dtw" ? 1e-7 : 1e-3;  // the best path must not jump within the step
}

// The larger error of dx and dy. dx is the same with dy and without.
double check(const LossSpec& spec, const Vector<double>& x, const Vector<double>& y, Index dims) {
  const auto loss = make_loss<double>(spec);
  Vector<double> value(1), dx(x.size()), dx_alone(x.size()), dy(y.size());
  loss->pairs({x, dims}, {y, dims}, value, dx_alone);
  loss->pairs({x, dims}, {y, dims}, value, dx, dy);
  CHECK(dx == dx_alone);
  const auto values = [&](const Matrix<double>& xs, const Matrix<double>& ys) {
    Vector<double> all(xs.cols());
    loss->pairs({xs, dims}, {ys, dims}, all);
    return all;
  };
  const auto of_x = [&](const Matrix<double>& points) { return values(points, y.replicate(1, points.cols())); };
  const auto of_y = [&](const Matrix<double>& points) { return values(x.replicate(1, points.cols()), points); };
  const double h = step_for(spec);
  return std::max(gradient_error(batch_central_differences(of_x, x, h), dx),
                  gradient_error(batch_central_differences(of_y, y, h), dy));
}

// A random walk on a lattice of 0.1, each value moved by its own number from `low` to `high`. No difference of two such
// series is near the kinks that costs have at multiples of 0.1, nor is one of two values of the same series.
Matrix<double> lattice_walk(Index steps, Index dims, double low, double high, Random& random) {
  Matrix<double> walk = (10 * random_walks(steps, dims, 1, random)).array().round() / 10;
  for (Index k = 0; k < walk.size(); ++k) {
    const double golden = static_cast<double>(k) * 0.6180339887;
    walk(k) += low + (high - low) * (golden - std::floor(golden));
  }
  return walk;
}

struct Shape {
  Index n, m, dims;
};
constexpr Shape kShapes[] = {{1, 1, 1}, {1, 6, 1},  {6, 1, 1},  {1, 1, 3},
                             {5, 5, 1}, {9, 17, 1}, {17, 8, 3}, {20, 20, 3}};

}  // namespace

TEST_CASE("the Euclidean gradient agrees with central differences") {
  Random random(11);
  for (const Index dims : {1, 3}) {
    for (const Index length : {1, 2, 3, 7, 15, 16, 17, 40}) {
      const auto x = random_walks(length, dims, 1, random);
      const auto y = random_walks(length, dims, 1, random);
      CAPTURE(dims, length);
      CHECK(check({.name = "euclidean"}, x, y, dims) <= 1e-6);
    }
  }
}

TEST_CASE("the gradients of all losses that align agree with central differences, under every cost") {
  for (const std::string cost : {"sqeuclidean", "halfsqeuclidean", "absolute", "huber", "huber:0.3"}) {
    for (const double gamma : {10.0, 1.0, 0.1, 0.01, 0.001}) {
      for (const LossSpec& spec : all_aligning_losses(gamma, {.alpha = 0.4, .cost = cost})) {
        Random random(12);  // the same series for each
        for (const auto& [n, m, dims] : kShapes) {
          const auto x = lattice_walk(n, dims, 0, 0.04, random);
          const auto y = lattice_walk(m, dims, 0.06, 0.08, random);
          CAPTURE(spec.name, cost, gamma, n, m, dims);
          CHECK(check(spec, x, y, dims) <= (gamma < 0.01 ? 1e-5 : 1e-6));
        }
      }
    }
  }
}

TEST_CASE("the soft-DTW gradient agrees with central differences for many shapes") {
  Random random(13);
  for (const double gamma : {10.0, 1.0, 0.1, 0.01, 0.001}) {
    for (const Index dims : {1, 3}) {
      for (const Index n : {1, 2, 5, 16, 40}) {
        for (const Index m : {1, 3, 17, 40}) {
          const auto x = random_walks(n, dims, 1, random);
          const auto y = random_walks(m, dims, 1, random);
          CAPTURE(gamma, dims, n, m);
          CHECK(check({.name = "softdtw", .gamma = gamma}, x, y, dims) <= 1e-6);
        }
      }
    }
  }
}

TEST_CASE("gradients within a band agree with central differences") {
  Random random(14);
  for (const LossSpec& spec : all_aligning_losses(0.1, {.band = 3})) {
    for (const auto& [n, m] : {std::pair<Index, Index>{12, 12}, {12, 19}}) {
      CAPTURE(spec.name, n, m);
      CHECK(check(spec, random_walks(n, 2, 1, random), random_walks(m, 2, 1, random), 2) <= 1e-6);
    }
  }
}

TEST_CASE("a target with missing steps: the gradient is zero there and agrees with differences elsewhere") {
  Random random(15);
  const Index dims = 2, length = 9;
  const auto x = random_walks(length, dims, 1, random);
  auto y = random_walks(length, dims, 1, random);
  y(3 * dims) = y(7 * dims + 1) = std::numeric_limits<double>::quiet_NaN();  // steps 3 and 7: one value of two
  for (const LossSpec& spec : all_losses(0.1)) {
    CAPTURE(spec.name);
    CHECK(check(spec, x, y, dims) <= 1e-6);
    Vector<double> value(1);
    Matrix<double> dx(x.rows(), 1), dy(y.rows(), 1);
    make_loss<double>(spec)->pairs({x, dims}, {y, dims}, value, dx, dy);
    for (const Index step : {3, 7}) {
      CHECK(dx.middleRows(step * dims, dims).isZero(0));
      CHECK(dy.middleRows(step * dims, dims).isZero(0));
    }
  }
}
