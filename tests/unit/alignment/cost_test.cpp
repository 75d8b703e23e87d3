#include "softwarp/alignment/cost.hpp"

#include <limits>

#include "softwarp/alignment/align.hpp"
#include "softwarp/core/error.hpp"
#include "support/alignment_support.hpp"
#include "support/catch.hpp"
#include "support/gradient_check.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;
using Catch::Matchers::ContainsSubstring;

namespace {

// A user's own cost: three times the squared Euclidean cost, without saying so to the kernel.
class Threefold final : public Cost<double> {
 public:
  std::string name() const override { return "threefold"; }
  void matrix(const ConstMatrixRef<double>& x, const ConstMatrixRef<double>& y,
              MatrixRef<double> delta) const override {
    square_->matrix(x, y, delta);
    delta *= 3;
  }
  void jacobian_product(const ConstMatrixRef<double>& x, const ConstMatrixRef<double>& y,
                        const ConstMatrixRef<double>& E, MatrixRef<double> dx) const override {
    square_->jacobian_product(x, y, E, dx);
    dx *= 3;
  }

 private:
  std::shared_ptr<const Cost<double>> square_ = make_cost<double>("sqeuclidean");
};

// The same cost, declared to the kernel as a multiple.
class ThreefoldInKernel final : public Cost<double> {
 public:
  std::string name() const override { return "threefold"; }
  void matrix(const ConstMatrixRef<double>&, const ConstMatrixRef<double>&, MatrixRef<double>) const override {
    FAIL("the kernel computes this cost");
  }
  void jacobian_product(const ConstMatrixRef<double>&, const ConstMatrixRef<double>&, const ConstMatrixRef<double>&,
                        MatrixRef<double>) const override {
    FAIL("the kernel computes this cost");
  }
  std::optional<double> squared_euclidean_factor() const override { return 3; }
};

class NotFinite final : public Cost<double> {
 public:
  std::string name() const override { return "not finite"; }
  void matrix(const ConstMatrixRef<double>&, const ConstMatrixRef<double>&, MatrixRef<double> delta) const override {
    delta.setConstant(std::numeric_limits<double>::quiet_NaN());
  }
  void jacobian_product(const ConstMatrixRef<double>&, const ConstMatrixRef<double>&, const ConstMatrixRef<double>&,
                        MatrixRef<double> dx) const override {
    dx.setZero();
  }
};

struct Result {
  Vector<double> value;
  std::vector<Matrix<double>> dx, E;
  std::vector<Vector<double>> visits;
};

// Five pairs of unequal lengths.
template <class WhichCost>
Result align_five(const Task& task, const WhichCost& cost, bool want_dx = true, bool want_E = true) {
  Random random(5);
  std::vector<Matrix<double>> x, y;
  Result result;
  for (Index b = 0; b < 5; ++b) {
    x.push_back(random_matrix(2, 3 + 4 * b, random));
    y.push_back(random_matrix(2, 20 - 3 * b, random));
    result.dx.emplace_back(2, want_dx ? 3 + 4 * b : 0);
    result.E.emplace_back(want_E ? 3 + 4 * b : 0, 20 - 3 * b);
    result.visits.emplace_back(3 + 4 * b);
  }
  std::vector<Pair<double>> pairs;
  for (std::size_t b = 0; b < 5; ++b) {
    pairs.push_back({.x = x[b].data(), .n = x[b].cols(), .y = y[b].data(), .m = y[b].cols()});
    if (want_dx) pairs[b].dx = result.dx[b].data();
    if (want_E) pairs[b].E = result.E[b].data();
    if (want_E) pairs[b].visits = result.visits[b].data();
  }
  Alignment<double> options = options_of<double>(task);
  options.cost = std::make_shared<WhichCost>(cost);
  align(std::span(pairs), 2, options, task.quantity);
  result.value.resize(5);
  for (Index b = 0; b < 5; ++b) result.value[b] = pairs[static_cast<std::size_t>(b)].value;
  return result;
}

const Task kTasks[] = {{0.0},
                       {0.5},
                       {0.5, 3},
                       {0.5, {}, ExpectedCost()},
                       {0.5, {}, ShapeAndTime{.alpha = 0.3}},
                       {0.5, 3, ShapeAndTime{.alpha = 0}}};

}  // namespace

TEST_CASE("the costs agree with values computed by hand") {
  Matrix<double> x(2, 1), y(2, 2), delta(1, 2);
  x << 1, 2;
  y << 1.5, -1, 2, 2.5;  // errors (−0.5, 0) and (2, −0.5)
  const auto costs = [&](const std::string& name) {
    make_cost<double>(name)->matrix(x, y, delta);
    return delta;
  };
  CHECK(costs("sqeuclidean") == (Matrix<double>(1, 2) << 0.25, 4.25).finished());
  CHECK(costs("halfsqeuclidean") == (Matrix<double>(1, 2) << 0.125, 2.125).finished());
  CHECK(costs("absolute") == (Matrix<double>(1, 2) << 0.5, 2.5).finished());
  CHECK(costs("huber") == (Matrix<double>(1, 2) << 0.125, 1.625).finished());
  CHECK_THROWS_WITH(make_cost<double>("l1"),
                    ContainsSubstring("sqeuclidean, halfsqeuclidean, absolute, huber") && ContainsSubstring("l1"));
}

TEST_CASE("the Jacobian products of the costs agree with central differences") {
  Random random(6);
  // The differences are odd multiples of 0.05, away from the kinks at 0 and ±1.
  const Matrix<double> x = (10 * random_matrix(3, 4, random)).array().round() / 10 + 0.05;
  const Matrix<double> y = (10 * random_matrix(3, 5, random)).array().round() / 10;
  const Matrix<double> E = random_matrix(4, 5, random);
  for (const std::string_view name : known_costs()) {
    CAPTURE(name);
    const auto cost = make_cost<double>(std::string(name));
    CHECK(cost->name() == name);
    const auto f = [&](const Vector<double>& flat) {
      Matrix<double> delta(4, 5);
      cost->matrix(flat.reshaped(3, 4), y, delta);
      return delta.cwiseProduct(E).sum();
    };
    Matrix<double> dx(3, 4);
    cost->jacobian_product(x, y, E, dx);
    CHECK(gradient_error(f, x.reshaped(), dx.reshaped(), 1e-3) <= 1e-10);
  }
}

TEST_CASE("multiples of the squared Euclidean cost give the same in the kernel as through cost matrices") {
  for (const Task& task : kTasks) {
    CAPTURE(to_text(task));
    const Result by_kernel = align_five(task, ThreefoldInKernel()), by_matrix = align_five(task, Threefold());
    CHECK((by_kernel.value - by_matrix.value).norm() <= 1e-12 * by_matrix.value.norm());
    for (std::size_t b = 0; b < 5; ++b) {
      CHECK((by_kernel.dx[b] - by_matrix.dx[b]).norm() <= 1e-11 * by_matrix.dx[b].norm());
      CHECK((by_kernel.E[b] - by_matrix.E[b]).norm() <= 1e-11 * by_matrix.E[b].norm());
      CHECK((by_kernel.visits[b] - by_matrix.E[b].rowwise().sum()).norm() <= 1e-11 * by_matrix.E[b].norm());
      CHECK((by_matrix.visits[b] - by_matrix.E[b].rowwise().sum()).norm() <= 1e-14 * by_matrix.E[b].norm());
    }
  }
}

TEST_CASE("dx and E are the same whether requested together or alone") {
  for (const Task& task : kTasks) {
    const Result both = align_five(task, Threefold()), dx = align_five(task, Threefold(), true, false),
                 E = align_five(task, Threefold(), false, true), neither = align_five(task, Threefold(), false, false);
    CHECK(dx.dx == both.dx);
    CHECK(E.E == both.E);
    CHECK((neither.value - both.value).norm() <= 1e-14 * both.value.norm());
  }
}

TEST_CASE("a cost that is not finite is an error that names the pair and both steps") {
  CHECK_THROWS_WITH(align_five({1.0}, NotFinite()),
                    "alignment: pair 1, cost of steps 1 and 1: expected a finite number, found nan");
}

TEST_CASE("a multiple of the squared Euclidean cost accepts the smallest gamma") {
  const double x[] = {0, 1}, y[] = {0.5};
  Pair<double> pair{.x = x, .n = 2, .y = y, .m = 1};
  align(std::span(&pair, 1), 1, {.gamma = 1e-6, .cost = std::make_shared<ThreefoldInKernel>()});
  CHECK(pair.value == Approx(1.5));
}
