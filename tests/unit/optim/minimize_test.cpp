#include "softwarp/optim/minimize.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"

using namespace softwarp;

namespace {

// H. Rosenbrock 1960: a bent valley; minimum 0 at (1, 1).
double rosenbrock(const Vector<double>& t, Vector<double>& g) {
  const double a = 1 - t[0], b = t[1] - t[0] * t[0];
  g[0] = -2 * a - 400 * t[0] * b;
  g[1] = 200 * b;
  return a * a + 100 * b * b;
}

Vector<double> start() {
  Vector<double> theta(2);
  theta << -1.2, 1;
  return theta;
}

}  // namespace

TEST_CASE("L-BFGS finds the minimum of Rosenbrock's valley") {
  Vector<double> theta = start();
  const MinimizeResult result = minimize(rosenbrock, theta, {.iterations = 200, .tolerance = 1e-8});
  CHECK((theta.array() - 1).abs().maxCoeff() <= 1e-6);
  CHECK(result.value <= 1e-12);
  CHECK(result.iterations > 5);
  CHECK(result.iterations < 200);
  CHECK(result.evaluations >= result.iterations);
}

TEST_CASE("L-BFGS stops at the iteration limit and reports the value at the point that it returns") {
  for (const int iterations : {0, 1, 5}) {
    Vector<double> theta = start(), g(2);
    const MinimizeResult result = minimize(rosenbrock, theta, {.iterations = iterations});
    CHECK(result.iterations == iterations);
    CHECK(result.value == rosenbrock(theta, g));
    CHECK(result.value <= rosenbrock(start(), g));
  }
}

TEST_CASE("rounding noise ends the search with the best point, not with an exception") {
  const Objective noisy = [](const Vector<double>& t, Vector<double>& g) {
    return static_cast<double>(static_cast<float>(1000 + rosenbrock(t, g)));
  };
  Vector<double> theta = start(), g(2);
  const MinimizeResult result = minimize(noisy, theta, {.iterations = 500, .tolerance = 1e-14});
  CHECK(result.value == noisy(theta, g));
  CHECK(rosenbrock(theta, g) <= 1e-3);
}

TEST_CASE("the callback counts iterations, and exceptions from it or the objective propagate") {
  std::vector<int> seen;
  std::vector<double> values;
  Vector<double> theta = start(), g(2);
  const MinimizeResult result = minimize(rosenbrock, theta, {.iterations = 8, .on_iteration = [&](const Iterate& at) {
                                                               seen.push_back(at.iteration);
                                                               values.push_back(at.value);
                                                               CHECK(at.value == rosenbrock(at.theta, g));
                                                               CHECK(at.gradient_norm == g.norm());
                                                               return true;
                                                             }});
  CHECK(result.iterations == 8);
  CHECK(seen == std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(std::ranges::is_sorted(values, std::greater()));
  CHECK(values.back() == result.value);

  theta = start();
  CHECK_THROWS_WITH(minimize(rosenbrock, theta, {.on_iteration = [](const Iterate&) -> bool { throw Error("stop"); }}),
                    "stop");
  const Objective failing = [](const Vector<double>&, Vector<double>&) -> double { throw Error("no value"); };
  CHECK_THROWS_WITH(minimize(failing, theta), "no value");
  int evaluations = 0;
  const Objective failing_later = [&](const Vector<double>& t, Vector<double>& to) {
    if (++evaluations == 4) throw std::runtime_error("as LBFGS++ throws");
    return rosenbrock(t, to);
  };
  CHECK_THROWS_WITH(minimize(failing_later, theta), "as LBFGS++ throws");
  const Objective endless = [](const Vector<double>&, Vector<double>&) {
    return std::numeric_limits<double>::quiet_NaN();
  };
  CHECK_THROWS_AS(minimize(endless, theta), Error);
}

TEST_CASE("a callback that returns false ends the search with the best point so far") {
  Vector<double> theta = start(), g(2), three = start();
  const MinimizeResult stopped =
      minimize(rosenbrock, theta, {.on_iteration = [](const Iterate& at) { return at.iteration < 3; }});
  const MinimizeResult whole = minimize(rosenbrock, three, {.iterations = 3});
  CHECK(stopped.iterations == 3);
  CHECK(theta == three);
  CHECK(stopped.value == whole.value);
  CHECK(stopped.value == rosenbrock(theta, g));
}

TEST_CASE("the search ends when an iteration hardly lowers the objective") {
  Vector<double> theta = start(), loose = start();
  const MinimizeResult tight = minimize(rosenbrock, theta, {.tolerance = 1e-12});
  const MinimizeResult early = minimize(rosenbrock, loose, {.tolerance = 1e-12, .decrease = 0.5});
  CHECK(early.iterations < tight.iterations);
  CHECK(early.value < 24.2);  // at the start
}

TEST_CASE("a line search that divides 0 by 0 ends with the best point; the objective never sees NaN") {
  bool finite = true;
  const auto flat = [&](const Vector<double>& at, Vector<double>& g) {  // as if rounding hid every change
    finite = finite && at.allFinite();
    g.setOnes(at.size());
    return 1.0;
  };
  Vector<double> theta = Vector<double>::Constant(2, 3.0);
  const MinimizeResult result = minimize(flat, theta, {.iterations = 50});
  CHECK(finite);
  CHECK(result.value == 1);
  CHECK(theta == Vector<double>::Constant(2, 3.0));
}
