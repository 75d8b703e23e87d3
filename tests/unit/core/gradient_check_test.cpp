#include "softwarp/core/gradient_check.hpp"

#include <cmath>
#include <string>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"

using namespace softwarp;

namespace {

// f(x) = Σ_k k·sin(x_k)
double sines(const Vector<double>& x) {
  double sum = 0;
  for (Index k = 0; k < x.size(); ++k) sum += static_cast<double>(k) * std::sin(x[k]);
  return sum;
}
Vector<double> slope_of_sines(const Vector<double>& x) {
  Vector<double> g(x.size());
  for (Index k = 0; k < x.size(); ++k) g[k] = static_cast<double>(k) * std::cos(x[k]);
  return g;
}

GradientCheck check_sines(const Vector<double>& at, const Vector<double>& g) {
  return check_gradient("g", sines, at, g, {at.size()});
}

}  // namespace

TEST_CASE("a gradient check finds right what is right, at any scale of the point and of the values") {
  for (const double scale : {1e-6, 1.0, 1e6}) {
    for (const double factor : {1e-9, 1.0, 1e9}) {
      const Vector<double> at = Vector<double>::LinSpaced(12, -1.3, 2.1) * scale;
      const auto f = [&](const Vector<double>& x) { return factor * sines(x / scale); };
      const GradientCheck check = check_gradient("g", f, at, slope_of_sines(at / scale) * factor / scale, {3, 4});
      CAPTURE(scale, factor, check.step, check.analytic, check.numeric);
      CHECK(check.verdict() == GradientVerdict::right);
      CHECK(check.error() <= 1e-9);
      CHECK(check.compared == 12);
    }
  }
}

TEST_CASE("a gradient check finds one wrong entry among many, and says which") {
  const Vector<double> at = Vector<double>::LinSpaced(100, -1, 2), g = slope_of_sines(at);
  for (const Index k : {3, 50, 99}) {
    Vector<double> broken = g;
    broken[k] += 1e-4 * g.cwiseAbs().maxCoeff();
    const GradientCheck check = check_sines(at, broken);
    CHECK(check.verdict() == GradientVerdict::wrong);
    CHECK(check.worst == k);
    CHECK(check.error() == Approx(1e-4).epsilon(0.01));
    CHECK(check.numeric == Approx(g[k]));
  }
  const GradientCheck half = check_sines(at, g / 2), turned = check_sines(at, -g);
  CHECK(half.analytic / half.numeric == Approx(0.5));
  CHECK(turned.analytic / turned.numeric == Approx(-1.0));
}

TEST_CASE("a gradient check of NaN or infinity finds it wrong") {
  const Vector<double> at = Vector<double>::LinSpaced(5, -1, 2);
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    Vector<double> g = slope_of_sines(at);
    g[2] = bad;
    const GradientCheck check = check_sines(at, g);
    CHECK(check.verdict() == GradientVerdict::wrong);
    CHECK(check.worst == 2);
  }
}

TEST_CASE("a gradient check tells a kink from a wrong slope") {
  const auto f = [](const Vector<double>& x) { return x.cwiseAbs().sum(); };
  Vector<double> at(3), g(3);
  at << 1, 0, -2;
  g << 1, 1, -1;  // a subgradient: any number from -1 to 1 is one at 0
  const GradientCheck check = check_gradient("g", f, at, g, {3});
  CHECK(check.verdict() == GradientVerdict::kink);
  CHECK(check.worst == 1);
  g[0] = 0.5;  // wrong, and less so than the kink is a jump
  const GradientCheck other = check_gradient("g", f, at, g, {3});
  CHECK(other.verdict() == GradientVerdict::wrong);
  CHECK(other.worst == 0);
  CHECK(none_wrong({check}));
  CHECK(!none_wrong({check, other}));
}

TEST_CASE("a gradient check leaves out what is missing, and of many entries takes some at even distances") {
  Vector<double> at = Vector<double>::LinSpaced(5000, -1, 2);
  at[7] = std::numeric_limits<double>::quiet_NaN();
  const auto f = [](const Vector<double>& x) { return (x.array().isNaN()).select(0, x).squaredNorm(); };
  Vector<double> g = 2 * at;
  g[7] = 0;
  CHECK(check_gradient("g", f, at, g, {5000}, {.most = 100}).compared == 100);
  CHECK(check_gradient("g", f, at, g, {5000}, {.most = 10'000}).compared == 4999);
  CHECK(check_gradient("g", f, at, g, {5000}, {.most = 10'000}).verdict() == GradientVerdict::right);
  CHECK_THROWS_AS(check_gradient("g", f, at, g.head(10), {5000}), Error);
}

TEST_CASE("a gradient check is not deceived by values that do not move, nor by points far from 0") {
  const Vector<double> at = Vector<double>::LinSpaced(20, -1.7, 2.2), g = 2 * at;
  for (const double offset : {0.0, 1e3, 1e9}) {
    const auto f = [&](const Vector<double>& x) { return offset + x.squaredNorm(); };
    CAPTURE(offset);
    CHECK(check_gradient("g", f, at, g, {20}).verdict() == GradientVerdict::right);
    CHECK(check_gradient("g", f, at, 1.01 * g, {20}).verdict() == GradientVerdict::wrong);
  }
  const auto buried = [](const Vector<double>& x) { return 1e17 + x.squaredNorm(); };
  CHECK(check_gradient("g", buried, at, 2 * g, {20}).verdict() == GradientVerdict::unclear);

  const auto single = [](const Vector<double>& x) { return static_cast<double>(x.cast<float>().squaredNorm()); };
  const GradientCheckOptions in_float{.tolerance = 1e-2, .epsilon = 0x1p-23};
  CHECK(check_gradient("g", single, at, g, {20}, in_float).verdict() == GradientVerdict::right);
  CHECK(check_gradient("g", single, at, 1.1 * g, {20}, in_float).verdict() == GradientVerdict::wrong);

  const Vector<double> far = at.array() + 1e6;
  const auto spread = [](const Vector<double>& x) { return (x.array() - x.mean()).square().sum(); };
  const Vector<double> slope = 2 * (far.array() - far.mean());
  CHECK(check_gradient("g", spread, far, slope, {20}).verdict() == GradientVerdict::right);
  for (const double factor : {1.01, 1.0001})
    CHECK(check_gradient("g", spread, far, factor * slope, {20}).verdict() == GradientVerdict::wrong);
}

TEST_CASE("a gradient check that compares nothing is not right, and options out of range are errors") {
  const Vector<double> at = Vector<double>::Constant(3, std::numeric_limits<double>::quiet_NaN());
  const auto zero = [](const Vector<double>&) { return 0.0; };
  CHECK(check_gradient("g", zero, at, Vector<double>::Zero(3), {3}).verdict() == GradientVerdict::unclear);
  CHECK(check_gradient("g", zero, Vector<double>(), Vector<double>(), {0}).verdict() == GradientVerdict::unclear);
  const Vector<double> some = Vector<double>::Ones(3);
  CHECK(check_gradient("g", zero, some, Vector<double>::Zero(3), {3}).verdict() == GradientVerdict::right);
  CHECK_THROWS_AS(check_gradient("g", zero, some, some, {3}, {.most = 0}), Error);
  CHECK_THROWS_AS(check_gradient("g", zero, some, some, {3}, {.tolerance = std::nan("")}), Error);
}

TEST_CASE("the report of a gradient check names the entry, both numbers and the verdict") {
  const Vector<double> at = Vector<double>::LinSpaced(6, -1, 2), g = slope_of_sines(at);
  Vector<double> broken = g;
  broken[5] *= 2;
  const std::vector<GradientCheck> checks{check_gradient("right one", sines, at, g, {2, 3}),
                                          check_gradient("broken one", sines, at, broken, {2, 3})};
  CHECK(!none_wrong(checks));
  const std::string text = to_text(checks);
  CAPTURE(text);
  CHECK(text.find("(1, 2)") != std::string::npos);
  CHECK(text.find("WRONG") != std::string::npos);
  CHECK(text.find("broken one: analytic/numeric = 2 at entry (1, 2)") != std::string::npos);
  CHECK(text.find("right one: ") == std::string::npos);

  broken[5] = std::numeric_limits<double>::quiet_NaN();
  CHECK(to_text({check_gradient("NaN", sines, at, broken, {2, 3})}).find("NaN: no finite number at entry (1, 2)") !=
        std::string::npos);
  broken[5] = 0;
  CHECK(
      to_text({check_gradient("lost", sines, at, broken, {2, 3})}).find("lost: analytic/numeric = 0 at entry (1, 2)") !=
      std::string::npos);
}
