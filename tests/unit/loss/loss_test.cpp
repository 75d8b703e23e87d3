#include "softwarp/loss/loss.hpp"

#include <limits>

#include "softwarp/core/error.hpp"
#include "softwarp/loss/registry.hpp"
#include "support/catch.hpp"

using namespace softwarp;
using Catch::Matchers::ContainsSubstring;

namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();
const double kInfinity = std::numeric_limits<double>::infinity();

// A loss that calls another loss from its compute(), as a user's own may.
class TwiceEuclidean final : public Loss<double> {
 public:
  std::string name() const override { return "twice"; }

 protected:
  void compute(std::span<Pair<double>> pairs, Index dims) const override {
    for (Pair<double>& pair : pairs) {
      const Matrix<double> x = Eigen::Map<const Matrix<double>>(pair.x, pair.n * dims, 1);
      const Matrix<double> y = Eigen::Map<const Matrix<double>>(pair.y, pair.m * dims, 1);
      Vector<double> value;
      Matrix<double> dx;
      make_loss<double>({"euclidean", {}})->pairs({x, dims}, {y, dims}, value, &dx);
      pair.value = 2 * value[0];
      if (pair.dx != nullptr) Eigen::Map<Matrix<double>>(pair.dx, dx.rows(), 1) = 2 * dx;
    }
  }
};

}  // namespace

TEST_CASE("euclidean: sums of squares by hand, and their gradient") {
  Matrix<double> x(3, 2), y(3, 2);
  x << 1, 0, 2, 0, 3, 0;
  y << 1, 1, 0, 2, 0, -3;
  Vector<double> value;
  Matrix<double> dx;
  const auto loss = make_loss<double>({"euclidean", {}});
  loss->pairs({x}, {y}, value, &dx);
  CHECK(value[0] == 13);
  CHECK(value[1] == 14);
  CHECK(dx == 2 * (x - y));
}

TEST_CASE("mean: the mean of the pairs, and their gradients divided by the batch") {
  Matrix<double> x(2, 3), y(2, 3);
  x << 1, 2, 3, 4, 5, 6;
  y << 0, 1, 0, 1, 0, 1;
  const auto loss = make_loss<double>({"softdtw", 1.0});
  Vector<double> value;
  Matrix<double> dx, mean_dx;
  loss->pairs({x}, {y}, value, &dx);
  CHECK(loss->mean({x}, {y}, &mean_dx) == Approx(value.mean()).epsilon(1e-15));
  CHECK((mean_dx - dx / 3).norm() <= 1e-15);
}

TEST_CASE("float agrees with double to float's precision") {
  const Matrix<double> x = Matrix<double>::Random(20, 4), y = Matrix<double>::Random(20, 4);
  const Matrix<float> xf = x.cast<float>(), yf = y.cast<float>();
  for (const LossSpec& spec : {LossSpec{"euclidean", {}}, LossSpec{"softdtw", 0.1}, LossSpec{"dtw", {}}}) {
    Matrix<double> dx;
    Matrix<float> dxf;
    const double value = make_loss<double>(spec)->mean({x}, {y}, &dx);
    CHECK(make_loss<float>(spec)->mean({xf}, {yf}, &dxf) == Approx(value).epsilon(1e-5));
    CHECK((dxf.cast<double>() - dx).norm() <= 1e-4 * dx.norm());
  }
}

TEST_CASE("losses say where shapes do not fit") {
  const auto euclidean = make_loss<double>({"euclidean", {}});
  const auto softdtw = make_loss<double>({"softdtw", 1.0});
  const Matrix<double> two = Matrix<double>::Zero(2, 2), three = Matrix<double>::Zero(3, 2),
                       one_series = Matrix<double>::Zero(2, 1);
  const std::vector<Index> too_long{2, 3}, too_few{2}, empty{2, 0};
  CHECK_THROWS_WITH(euclidean->mean({two}, {three}), ContainsSubstring("equal length, found 2 and 3"));
  CHECK_THROWS_WITH(softdtw->mean({two}, {one_series}), ContainsSubstring("found 2 and 1"));
  CHECK_THROWS_WITH(softdtw->mean({two, 2}, {two, 1}), ContainsSubstring("dimensions"));
  CHECK_THROWS_WITH(softdtw->mean({two, 1, too_long}, {two}),
                    ContainsSubstring("series 2: expected a length from 1 to 2, found 3"));
  CHECK_THROWS_WITH(softdtw->mean({two, 1, empty}, {two}),
                    ContainsSubstring("series 2: expected a length from 1 to 2, found 0"));
  CHECK_THROWS_WITH(softdtw->mean({two, 1, too_few}, {two}), ContainsSubstring("one length a series"));
}

TEST_CASE("losses name the series and step that is not finite") {
  const auto loss = make_loss<double>({"softdtw", 1.0});
  const Matrix<double> good = Matrix<double>::Zero(4, 2), longer = Matrix<double>::Zero(5, 2);
  Matrix<double> bad = good;
  bad(3, 1) = kNaN;
  CHECK_THROWS_WITH(loss->mean({bad}, {good}),
                    ContainsSubstring("forecast series 2, step 4") && ContainsSubstring("NaN"));
  CHECK_THROWS_WITH(loss->mean({longer}, {bad}),
                    ContainsSubstring("target series 2") && ContainsSubstring("5") && ContainsSubstring("4"));
  bad(3, 1) = kInfinity;
  CHECK_THROWS_WITH(loss->mean({bad}, {good}),
                    ContainsSubstring("forecast series 2, step 4") && ContainsSubstring("infinity"));
  CHECK_THROWS_WITH(loss->mean({good}, {bad}),
                    ContainsSubstring("target series 2, step 4") && ContainsSubstring("infinity"));
  CHECK_THROWS_WITH(loss->mean({bad, 2}, {good, 2}), ContainsSubstring("step 2"));
}

TEST_CASE("a value too large for the format is an error, not infinity") {
  const Matrix<double> huge = Matrix<double>::Constant(2, 1, 1e200), zero = Matrix<double>::Zero(2, 1);
  CHECK_THROWS_AS(make_loss<double>({"euclidean", {}})->mean({huge}, {zero}), Error);
  const Matrix<float> huge_float = Matrix<float>::Constant(2, 1, 1e25f), zero_float = Matrix<float>::Zero(2, 1);
  CHECK_THROWS_AS(make_loss<float>({"euclidean", {}})->mean({huge_float}, {zero_float}), Error);
}

TEST_CASE("losses with options: names in full, and what has no place is refused") {
  const auto name = [](const LossSpec& spec) { return make_loss<double>(spec)->name(); };
  CHECK(name({.name = "dtw"}) == "dtw");
  CHECK(name({.name = "dtw", .band = 5}) == "dtw(band=5)");
  CHECK(name({.name = "dilate", .gamma = 0.1}) == "dilate(gamma=0.1, alpha=0.5)");
  CHECK(name({.name = "dilate", .gamma = 0.1, .band = 0, .alpha = 0, .cost = "huber"}) ==
        "dilate(gamma=0.1, alpha=0, band=0, cost=huber)");
  CHECK(name({.name = "softdtw-divergence", .gamma = 1, .cost = "sqeuclidean"}) == "softdtw-divergence(gamma=1)");

  CHECK_THROWS_WITH(name({.name = "softdtw", .gamma = 1, .alpha = 0.5}), "softdtw: expected no alpha, found one");
  CHECK_THROWS_WITH(name({.name = "euclidean", .band = 3}), "euclidean: expected no band, found one");
  CHECK_THROWS_WITH(name({.name = "euclidean", .cost = "huber"}), "euclidean: expected no cost, found one");
  CHECK_THROWS_WITH(name({.name = "dtw", .band = -1}), "dtw: expected a band radius >= 0, found -1");
  CHECK_THROWS_WITH(name({.name = "sharp", .gamma = 1, .cost = "l1"}),
                    ContainsSubstring("huber") && ContainsSubstring("\"l1\""));
  for (const double alpha : {-0.1, 1.1, kNaN})
    CHECK_THROWS_WITH(name({.name = "dilate", .gamma = 1, .alpha = alpha}),
                      ContainsSubstring("dilate: expected alpha from 0 to 1"));
  for (const std::string loss : {"softdtw", "softdtw-divergence", "sharp", "sharp-divergence", "dilate"}) {
    for (const double gamma : {0.0, -1.0, kNaN, kInfinity})
      CHECK_THROWS_WITH(name({.name = loss, .gamma = gamma}), ContainsSubstring(loss + ": expected gamma > 0"));
  }
}

TEST_CASE("a target with no step at all costs nothing") {
  const Matrix<double> x = Matrix<double>::Ones(3, 2);
  Matrix<double> y = Matrix<double>::Zero(3, 2);
  y.col(1).setConstant(kNaN);
  Vector<double> value;
  Matrix<double> dx;
  make_loss<double>({"softdtw", 1.0})->pairs({x}, {y}, value, &dx);
  CHECK(value[1] == 0);
  CHECK(dx.col(1).isZero(0));
  CHECK(dx.col(0).norm() > 0);
}

TEST_CASE("a loss may call another loss") {
  Matrix<double> x = Matrix<double>::Random(5, 3), y = Matrix<double>::Random(5, 3);
  y(2, 1) = kNaN;
  Matrix<double> dx, euclidean_dx;
  const double value = TwiceEuclidean().mean({x}, {y}, &dx);
  CHECK(value == Approx(2 * make_loss<double>({"euclidean", {}})->mean({x}, {y}, &euclidean_dx)).epsilon(1e-15));
  CHECK((dx - 2 * euclidean_dx).norm() <= 1e-15);
}

TEST_CASE("the registry knows every loss that it lists, and refuses the rest") {
  for (const LossEntry& entry : known_losses()) {
    const std::string name(entry.name);
    const LossSpec spec{name, entry.has_gamma ? std::optional(0.25) : std::nullopt};
    CHECK_THAT(make_loss<float>(spec)->name(), Catch::Matchers::StartsWith(name));
    const LossSpec wrong{name, entry.has_gamma ? std::nullopt : std::optional(0.25)};
    CHECK_THROWS_AS(make_loss<float>(wrong), Error);
  }
  CHECK(make_loss<double>({"softdtw", 0.01})->name() == "softdtw(gamma=0.01)");
  CHECK_THROWS_WITH(make_loss<double>({"mse", {}}),
                    ContainsSubstring("euclidean, softdtw") && ContainsSubstring("\"mse\""));
  for (const double gamma : {0.0, -1.0, kNaN, kInfinity}) CHECK_THROWS_AS(make_loss<double>({"softdtw", gamma}), Error);
}
