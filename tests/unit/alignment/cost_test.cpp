#include "softwarp/alignment/cost.hpp"

#include <algorithm>
#include <limits>

#include "softwarp/alignment/align.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"
#include "support/alignment_support.hpp"
#include "support/catch.hpp"
#include "support/gradient_check.hpp"
#include "support/message.hpp"
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
  std::vector<Matrix<double>> dx, dy, E;
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
    result.dy.emplace_back(2, 20 - 3 * b);
    result.E.emplace_back(want_E ? 3 + 4 * b : 0, 20 - 3 * b);
    result.visits.emplace_back(3 + 4 * b);
  }
  std::vector<Pair<double>> pairs;
  for (std::size_t b = 0; b < 5; ++b) {
    pairs.push_back({.x = x[b].data(), .n = x[b].cols(), .y = y[b].data(), .m = y[b].cols()});
    if (want_dx) pairs[b].dx = result.dx[b].data();
    if (want_E) pairs[b].dy = result.dy[b].data();
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
  CHECK(costs("huber:1") == costs("huber"));
  CHECK(costs("huber:0.5") == (Matrix<double>(1, 2) << 0.125, 1).finished());
  CHECK(costs("huber:4") == costs("halfsqeuclidean"));
}

TEST_CASE("a threshold of huber is where its cost turns from a parabola to the tangent there") {
  // By Moreau's formula, independent of the one in the code: huber is min over t of ½ (e − t)² + δ |t|, here over a grid.
  for (const double threshold : {1e-3, 0.25, 0.5, 1.0, 3.0}) {
    const auto cost = make_cost<double>("huber:" + to_text(threshold));
    CHECK(cost->name() == "huber:" + to_text(threshold));
    CHECK(cost->unit() == threshold);
    for (const double e : {-5.0, -1.0, -0.375, 0.0, 0.125, 0.5, 2.0}) {
      CAPTURE(threshold, e);
      constexpr Index kSteps = 20'000;
      double least = e * e / 2;
      for (Index step = 0; step <= kSteps; ++step) {
        const double t = e * static_cast<double>(step) / kSteps;
        least = std::min(least, (e - t) * (e - t) / 2 + threshold * std::abs(t));
      }
      const Matrix<double> x = Matrix<double>::Constant(1, 1, 2 + e), y = Matrix<double>::Constant(1, 1, 2);
      Matrix<double> delta(1, 1), dx(1, 1);
      cost->matrix(x, y, delta);
      cost->jacobian_product(x, y, Matrix<double>::Ones(1, 1), dx);
      CHECK(delta(0, 0) <= least * (1 + 1e-12));
      CHECK(delta(0, 0) >= least - 1e-7);
      CHECK(dx(0, 0) == Approx(std::clamp(e, -threshold, threshold)));
    }
  }
}

TEST_CASE("names of costs that do not exist, and thresholds that are none, are errors that say what was expected") {
  const auto rejection = [](const std::string& name) { return message_of<Error>([&] { make_cost<double>(name); }); };
  const std::string list = "cost: expected one of sqeuclidean, halfsqeuclidean, absolute, huber, found ";
  for (const std::string name : {"l1", "", ":", ":1", "huber ", "huberr:1", "Huber"})
    CHECK(rejection(name) == list + '"' + name + '"');
  for (const std::string threshold :
       {"", "0", "-0", "-1", "x", "1x", " 1", "inf", "-inf", "nan", "1e999", "0x1", "1:2", "1,2"}) {
    CHECK(rejection("huber:" + threshold) ==
          "cost: expected huber:DELTA with a number DELTA > 0, found \"huber:" + threshold + '"');
  }
  for (const std::string known : {"sqeuclidean", "halfsqeuclidean", "absolute"}) {
    CHECK(rejection(known + ":1") == "cost: expected " + known + " without a threshold, found \"" + known + ":1\"");
  }
  CHECK(rejection("huber:\n1") == "cost: expected huber:DELTA with a number DELTA > 0, found \"huber:\\n1\"");

  // A cost at the threshold is half its square, which must be a number of the precision.
  CHECK(make_cost<double>("huber:1e30")->unit() == 1e30);
  for (const std::string name : {"huber:1e30", "huber:1e-30"}) {
    CHECK(message_of<Error>([&] { make_cost<float>(name); }) ==
          "cost: expected a threshold whose square a float can hold, found \"" + name + '"');
  }
  CHECK(rejection("huber:1e200") == "cost: expected a threshold whose square a double can hold, found \"huber:1e200\"");
}

TEST_CASE("the Jacobian products of the costs agree with central differences") {
  Random random(6);
  // The differences are odd multiples of 0.05, away from the kinks at 0, ±0.5, ±1 and ±2.
  const Matrix<double> x = (10 * random_matrix(3, 4, random)).array().round() / 10 + 0.05;
  const Matrix<double> y = (10 * random_matrix(3, 5, random)).array().round() / 10;
  const Matrix<double> E = random_matrix(4, 5, random);
  std::vector<std::string> names(known_costs().begin(), known_costs().end());
  names.insert(names.end(), {"huber:0.5", "huber:2"});
  for (const std::string& name : names) {
    CAPTURE(name);
    const auto cost = make_cost<double>(name);
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
      CHECK((by_kernel.dy[b] - by_matrix.dy[b]).norm() <= 1e-11 * by_matrix.dy[b].norm());
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
