// The law of units: data in other units give the same results in those units. With a power of two as the factor, the
// bits are the same up to the exponent.
#include <cmath>

#include "softwarp/averaging/euclidean_mean.hpp"
#include "softwarp/averaging/registry.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/optim/minimize.hpp"
#include "support/all_losses.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

struct HomogeneousCost {
  const char* name;
  int degree;            // δ(c·e) = c^degree δ(e)
  double threshold = 0;  // if it has one: under c·threshold, that is

  std::string in_units_of(double c) const { return threshold > 0 ? name + to_text(c * threshold) : name; }
};
constexpr HomogeneousCost kCosts[] = {
    {"sqeuclidean", 2}, {"halfsqeuclidean", 2}, {"absolute", 1}, {"huber:", 2, 0.2}, {"huber:", 2, 1}};

// About 1e-12, 1 and 1e12.
constexpr int kExponents[] = {-40, -3, 0, 7, 40};

double power_of_two(int exponent) { return std::ldexp(1.0, exponent); }

// dilate mixes units: its second term is time alone.
bool mixes_units(const std::string& name) { return name == "dilate"; }

}  // namespace

TEMPLATE_TEST_CASE("losses follow the units of the series", "", float, double) {
  Random random(61);
  const Index dims = 2;
  const Matrix<TestType> x = random_walks(17, dims, 9, random).cast<TestType>(),
                         y = random_walks(14, dims, 9, random).cast<TestType>();
  for (const HomogeneousCost& cost : kCosts) {
    for (const double gamma : {1.0, 0.01}) {
      for (LossSpec spec : all_aligning_losses(gamma, {.band = 9, .cost = cost.in_units_of(1)})) {
        if (mixes_units(spec.name)) continue;
        Matrix<TestType> dx(x.rows(), x.cols()), scaled_dx = dx;
        Vector<double> value(x.cols()), scaled_value = value;
        make_loss<TestType>(spec)->pairs({x, dims}, {y, dims}, value, dx);
        for (const int exponent : kExponents) {
          CAPTURE(to_text(spec), exponent);
          const auto c = static_cast<TestType>(power_of_two(exponent));
          spec.cost = cost.in_units_of(power_of_two(exponent));
          if (spec.gamma) spec.gamma = gamma * power_of_two(exponent * cost.degree);
          const Matrix<TestType> scaled_x = c * x, scaled_y = c * y;
          make_loss<TestType>(spec)->pairs({scaled_x, dims}, {scaled_y, dims}, scaled_value, scaled_dx);
          CHECK(scaled_value == power_of_two(exponent * cost.degree) * value);
          CHECK(scaled_dx == static_cast<TestType>(power_of_two(exponent * (cost.degree - 1))) * dx);
        }
      }
    }
  }
}

TEMPLATE_TEST_CASE("averages follow the units of the series", "", float, double) {
  Random random(62);
  const Index dims = 2;
  const Matrix<TestType> y = random_walks(15, dims, 6, random).cast<TestType>();
  const Vector<double> weights = Vector<double>::Constant(6, 1.0 / 6);
  for (const HomogeneousCost& cost : kCosts) {
    for (const AveragerEntry& entry : known_averagers()) {
      if (mixes_units(std::string(entry.name))) continue;
      const bool is_squared = cost.degree == 2 && cost.threshold == 0;
      if (entry.name == "dba" && !is_squared) continue;
      MethodSpec spec{.name = std::string(entry.name)};
      const auto improve = [&](double c, Vector<double>& x) {
        if (entry.aligns) spec.cost = cost.in_units_of(c);
        if (entry.has_gamma) spec.gamma = 0.1 * std::pow(c, cost.degree);
        const Matrix<TestType> scaled = static_cast<TestType>(c) * y;
        const Batch<TestType> batch{scaled, dims};
        x = euclidean_mean(batch, weights, 15);
        return make_averager<TestType>(spec)->improve(x, batch, weights, {.iterations = 30, .tolerance = 1e-6});
      };
      Vector<double> x, scaled_x;
      const AveragingResult result = improve(1, x);
      for (const int exponent : kExponents) {
        CAPTURE(to_text(spec), exponent);
        const double c = power_of_two(exponent);
        const AveragingResult scaled_result = improve(c, scaled_x);
        CHECK(scaled_result.iterations == result.iterations);
        CHECK(scaled_x == c * x);
        // The mean has no cost: its loss is squared.
        CHECK(scaled_result.objective == std::pow(c, entry.aligns ? cost.degree : 2) * result.objective);
      }
    }
  }
}

TEST_CASE("the minimiser follows the units of its argument and of the objective") {
  // H. Rosenbrock 1960: a bent valley; minimum 0 at (1, 1).
  const auto rosenbrock = [](const Vector<double>& t, Vector<double>& g) {
    const double a = 1 - t[0], b = t[1] - t[0] * t[0];
    g[0] = -2 * a - 400 * t[0] * b;
    g[1] = 200 * b;
    return a * a + 100 * b * b;
  };
  const auto from = [](double c) {
    Vector<double> start(2);
    start << -1.25 * c, c;
    return start;
  };
  Vector<double> theta = from(1);
  const MinimizeResult result = minimize(rosenbrock, theta, {.iterations = 200});
  REQUIRE(result.value < 1e-6);
  for (const int exponent : kExponents) {
    for (const int of_value : kExponents) {
      CAPTURE(exponent, of_value);
      const double c = power_of_two(exponent), v = power_of_two(of_value);
      const Objective scaled = [&](const Vector<double>& t, Vector<double>& g) {
        const double value = rosenbrock(t / c, g);
        g *= v / c;
        return v * value;
      };
      Vector<double> at = from(c);
      const MinimizeResult found = minimize(scaled, at, {.iterations = 200, .unit = c});
      CHECK(found.iterations == result.iterations);
      CHECK(found.value == v * result.value);
      CHECK(at == c * theta);
    }
  }
}
