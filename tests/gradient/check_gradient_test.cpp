// What the library's own checks say of everything in its registries, and of things that are broken on purpose.
#include "softwarp/loss/check_gradient.hpp"
#include "softwarp/nn/check_gradient.hpp"
#include "support/all_layers.hpp"
#include "support/all_losses.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

// The squared Euclidean loss with its gradient times a factor: 2 is right.
template <class Real>
class Squares final : public Loss<Real> {
 public:
  explicit Squares(Real factor) : factor_(factor) {}
  std::string name() const override { return "squares"; }

 protected:
  void compute(std::span<Pair<Real>> pairs, Index dims) const override {
    for (Pair<Real>& pair : pairs) {
      pair.value = 0;
      for (Index k = 0; k < pair.n * dims; ++k) {
        const Real error = pair.x[k] - pair.y[k];
        pair.value += static_cast<double>(error * error);
        if (pair.dx != nullptr) pair.dx[k] = factor_ * error;
        if (pair.dy != nullptr) pair.dy[k] = factor_ * error;  // of the wrong sign
      }
    }
  }

 private:
  Real factor_;
};

}  // namespace

TEST_CASE("check_gradient finds all losses right, in double and in float") {
  Random random(61);
  for (const double gamma : {1.0, 0.01}) {
    for (const LossSpec& spec : all_losses(gamma)) {
      const Matrix<double> x = random_walks(9, 2, 3, random), y = random_walks(9, 2, 3, random);
      CAPTURE(spec.name, gamma);
      const auto checks = check_both_gradients<double>(*make_loss<double>(spec), {x, 2}, {y, 2});
      CAPTURE(to_text(checks));
      CHECK(none_wrong(checks));
      CHECK(none_wrong(check_gradient<double>(*make_loss<double>(spec), {x, 2}, {y, 2})));
      const Matrix<float> x_float = x.cast<float>(), y_float = y.cast<float>();
      CHECK(none_wrong(check_gradient<float>(*make_loss<float>(spec), {x_float, 2}, {y_float, 2})));
    }
  }
}

TEST_CASE("check_gradient finds a factor that was forgotten and a sign that is wrong") {
  Random random(62);
  const Matrix<double> x = random_walks(7, 2, 3, random), y = random_walks(7, 2, 3, random);
  CHECK(none_wrong(check_gradient<double>(Squares<double>(2), {x, 2}, {y, 2})));
  const GradientCheck half = check_gradient<double>(Squares<double>(1), {x, 2}, {y, 2}).front();
  CHECK(half.verdict() == GradientVerdict::wrong);
  CHECK(half.analytic / half.numeric == Approx(0.5));
  CHECK(half.shape == std::vector<Index>{2, 7, 3});
  const auto both = check_both_gradients<double>(Squares<double>(2), {x, 2}, {y, 2});
  CHECK(both[0].verdict() == GradientVerdict::right);
  CHECK(both[1].verdict() == GradientVerdict::wrong);
  CHECK(both[1].analytic / both[1].numeric == Approx(-1.0));
}

TEST_CASE("in float, rounding hides an error of a thousandth that double shows") {
  Random random(63);
  const Matrix<double> x = random_walks(7, 1, 3, random), y = random_walks(7, 1, 3, random);
  const Matrix<float> x_float = x.cast<float>(), y_float = y.cast<float>();
  CHECK(!none_wrong(check_gradient<double>(Squares<double>(2.002), {x}, {y})));
  CHECK(none_wrong(check_gradient<float>(Squares<float>(2.002f), {x_float}, {y_float})));
}

TEST_CASE("check_gradient finds all layers right") {
  Random random(64);
  for (const LayerCase& each : all_layers()) {
    if (each.input.size() > 40) continue;
    const auto layer = make_layer<double>(each.spec, each.input);
    CAPTURE(to_text(each.spec), each.input.steps, each.input.dims);
    const Vector<double> theta = random_parameters(*layer, random);
    const auto checks =
        check_gradient(*layer, theta, random_matrix(layer->input().size(), 2, random), {.tolerance = 1e-5, .most = 20});
    CAPTURE(to_text(checks));
    CHECK(checks.size() == layer->parts().size() + 1);
    for (const GradientCheck& check : checks) CHECK(check.verdict() != GradientVerdict::wrong);
  }
}

TEST_CASE("check_gradient finds whole networks right, part by part") {
  Random random(65);
  const Network<double> network(mlp({.input = {7}, .hidden = {6, 4}, .outputs = 3, .activation = "tanh"}));
  const auto checks = check_gradient(network, network.initial_parameters(random), random_matrix(7, 3, random));
  CHECK(none_wrong(checks));
  REQUIRE(checks.size() == 6);
  CHECK(checks[0].name == "0.weight");
  CHECK(checks[5].name == "4.bias");
}
