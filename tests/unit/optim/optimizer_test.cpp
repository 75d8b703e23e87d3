#include "softwarp/optim/optimizer.hpp"

#include <cmath>
#include <limits>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"

using namespace softwarp;

namespace {

// f(θ) = ½ Σ c_k (θ_k − 1)², with curvatures from 1 to 100.
double quadratic(const Vector<double>& theta, Vector<double>& g) {
  const Vector<double> curvature = Vector<double>::LinSpaced(theta.size(), 1, 100);
  const Vector<double> off = theta.array() - 1;
  g = curvature.cwiseProduct(off);
  return 0.5 * off.dot(g);
}

}  // namespace

TEST_CASE("sgd follows its recursion, by hand") {
  const auto sgd = make_optimizer<double>({.kind = OptimizerKind::sgd, .learning_rate = 0.1, .momentum = 0.5});
  Vector<double> theta = Vector<double>::Constant(1, 1.0);
  const Vector<double> g = Vector<double>::Constant(1, 2.0);
  sgd->step(theta, g);  // v = 2
  CHECK(theta[0] == Approx(0.8));
  sgd->step(theta, g);  // v = 3
  CHECK(theta[0] == Approx(0.5));
  sgd->step(theta, g);  // v = 3.5
  CHECK(theta[0] == Approx(0.15));
}

TEST_CASE("adam follows Algorithm 1 of its paper, computed here as printed") {
  const auto adam = make_optimizer<double>({.kind = OptimizerKind::adam, .learning_rate = 0.01});
  Vector<double> theta(3);
  theta << 1, -2, 0.5;
  Vector<double> expected = theta, m = Vector<double>::Zero(3), v = Vector<double>::Zero(3);
  for (int t = 1; t <= 20; ++t) {
    Vector<double> g(3);
    g << std::sin(t), 100 * std::cos(3.0 * t), 1e-6 * t;
    adam->step(theta, g);
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g.cwiseProduct(g);
    const Vector<double> m_hat = m / (1 - std::pow(0.9, t)), v_hat = v / (1 - std::pow(0.999, t));
    expected.array() -= 0.01 * m_hat.array() / (v_hat.array().sqrt() + 1e-8);
  }
  CHECK((theta - expected).norm() <= 1e-14);
}

TEST_CASE("adam's first step is the learning rate in every coordinate, however many there are") {
  for (const Index size : {1, 5, 20000}) {
    const auto adam = make_optimizer<double>({.kind = OptimizerKind::adam, .learning_rate = 0.01});
    Vector<double> theta = Vector<double>::Zero(size);
    adam->step(theta, Vector<double>::LinSpaced(size, 3, 300));
    CHECK((theta.array() + 0.01).abs().maxCoeff() <= 1e-10);
  }
}

TEST_CASE("every optimizer finds the minimum of a quadratic") {
  for (const OptimizerOptions& options :
       {OptimizerOptions{OptimizerKind::sgd, 0.005, 0.9}, OptimizerOptions{OptimizerKind::adam, 0.05, 0}}) {
    const auto optimizer = make_optimizer<double>(options);
    Vector<double> theta = Vector<double>::Zero(10), g(10);
    for (int k = 0; k < 3000; ++k) {
      quadratic(theta, g);
      optimizer->step(theta, g);
    }
    CHECK((theta.array() - 1).abs().maxCoeff() <= 1e-3);
  }
}

TEST_CASE("weight decay shrinks the weights before the step, and a factor scales both") {
  for (const OptimizerKind kind : {OptimizerKind::sgd, OptimizerKind::adam}) {
    const auto plain = make_optimizer<double>({.kind = kind, .learning_rate = 0.05});
    const auto decaying = make_optimizer<double>({.kind = kind, .learning_rate = 0.1, .weight_decay = 0.3});
    Vector<double> g(3), expected(3);
    g << 1, -2, 0.5;
    expected << 4, 5, -6;
    Vector<double> theta = expected;
    for (int k = 0; k < 5; ++k) {
      expected *= 1 - 0.05 * 0.3;
      plain->step(expected, g);
      decaying->step(theta, g, 0.5);
      CHECK((theta - expected).norm() <= 1e-14);
    }
  }
}

TEST_CASE("an optimizer that is given another's state continues as that one does, bit for bit") {
  for (const OptimizerKind kind : {OptimizerKind::sgd, OptimizerKind::adam}) {
    const OptimizerOptions options{.kind = kind, .learning_rate = 0.01};
    const auto whole = make_optimizer<float>(options);
    Vector<float> theta = Vector<float>::Constant(4, 1), g(4);
    const auto step = [&](Optimizer<float>& optimizer, Vector<float>& at, int t) {
      g << static_cast<float>(std::sin(t)), 2, static_cast<float>(-3 * std::cos(t)), 0.1F;
      optimizer.step(at, g);
    };
    for (int t = 0; t < 7; ++t) step(*whole, theta, t);
    const auto second = make_optimizer<float>(options), forgetful = make_optimizer<float>(options);
    second->restore(whole->state());
    CHECK(second->state().steps == 7);
    Vector<float> resumed = theta, lost = theta;
    for (int t = 7; t < 12; ++t) {
      step(*whole, theta, t);
      step(*second, resumed, t);
      step(*forgetful, lost, t);
    }
    CHECK(resumed == theta);
    CHECK(lost != theta);  // the state does matter
  }
}

TEST_CASE("optimizers reject states that they cannot have reached") {
  const Vector<double> zero = Vector<double>::Zero(3), negative = Vector<double>::Constant(3, -1),
                       nan = Vector<double>::Constant(3, std::nan("")),
                       infinite = Vector<double>::Constant(3, HUGE_VAL);
  const auto accepts = [](OptimizerKind kind, Index steps, const std::vector<Vector<double>>& moments) {
    try {
      make_optimizer<double>({.kind = kind})->restore({.steps = steps, .moments = moments});
      return true;
    } catch (const Error&) {
      return false;
    }
  };
  const OptimizerKind sgd = OptimizerKind::sgd, adam = OptimizerKind::adam;
  for (const OptimizerKind kind : {sgd, adam}) {
    CHECK(accepts(kind, 0, {}));
    CHECK(!accepts(kind, 1, {}));
    CHECK(!accepts(kind, 0, {zero, zero}));
    CHECK(!accepts(kind, 1, {zero, zero, zero}));
  }
  CHECK(accepts(sgd, 1, {negative}));
  for (const Vector<double>& moment : {nan, infinite}) CHECK(!accepts(sgd, 1, {moment}));
  CHECK(!accepts(adam, 1, {zero}));
  CHECK(accepts(adam, 1, {negative, zero}));
  CHECK(accepts(adam, 1, {zero, infinite}));  // the square of a gradient overflowed
  for (const Vector<double>& moment : {nan, infinite}) CHECK(!accepts(adam, 1, {moment, zero}));
  for (const Vector<double>& moment : {nan, negative}) CHECK(!accepts(adam, 1, {zero, moment}));
}

TEST_CASE("optimizers reject rates out of range") {
  for (const double rate :
       {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    CHECK_THROWS_AS(make_optimizer<float>({.learning_rate = rate}), Error);
  }
  CHECK_THROWS_AS(make_optimizer<float>({.kind = OptimizerKind::sgd, .momentum = 1}), Error);
  CHECK_THROWS_AS(make_optimizer<float>({.weight_decay = -0.1}), Error);
}
