#include "softwarp/loss/loss.hpp"

#include <limits>

#include "softwarp/core/error.hpp"
#include "softwarp/loss/computable.hpp"
#include "softwarp/loss/registry.hpp"
#include "softwarp/loss/soft_dtw.hpp"
#include "support/all_losses.hpp"
#include "support/catch.hpp"

using namespace softwarp;
using namespace softwarp::test;
using Catch::Matchers::ContainsSubstring;

namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();
const double kInfinity = std::numeric_limits<double>::infinity();

// Losses whose compute() calls another loss, as a user's own may.
class TwiceEuclidean final : public Loss<double> {
 public:
  std::string name() const override { return "twice"; }

 protected:
  void compute(std::span<Pair<double>> pairs, Index dims) const override {
    for (Pair<double>& pair : pairs) {
      const Matrix<double> x = Eigen::Map<const Matrix<double>>(pair.x, pair.n * dims, 1);
      const Matrix<double> y = Eigen::Map<const Matrix<double>>(pair.y, pair.m * dims, 1);
      Vector<double> value(1), dx(x.size());
      make_loss<double>({"euclidean", {}})->pairs({x, dims}, {y, dims}, value, dx);
      pair.value = 2 * value[0];
      if (pair.dx != nullptr) Eigen::Map<Vector<double>>(pair.dx, dx.size()) = 2 * dx;
    }
  }
};

class MeanEuclidean final : public Loss<double> {
 public:
  std::string name() const override { return "mean"; }

 protected:
  void compute(std::span<Pair<double>> pairs, Index dims) const override {
    for (Pair<double>& pair : pairs) {
      const Eigen::Map<const Matrix<double>> x(pair.x, pair.n * dims, 1), y(pair.y, pair.m * dims, 1);
      pair.value = make_loss<double>({"euclidean", {}})->mean({x, dims}, {y, dims});
    }
  }
};

}  // namespace

TEST_CASE("euclidean agrees with sums of squares computed by hand, and so does its gradient") {
  Matrix<double> x(3, 2), y(3, 2);
  x << 1, 0, 2, 0, 3, 0;
  y << 1, 1, 0, 2, 0, -3;
  Vector<double> value(2);
  Matrix<double> dx(3, 2), dy(3, 2);
  const auto loss = make_loss<double>({"euclidean", {}});
  loss->pairs({x}, {y}, value, dx, dy);
  CHECK(value[0] == 13);
  CHECK(value[1] == 14);
  CHECK(dx == 2 * (x - y));
  CHECK(dy == -dx);
}

TEST_CASE("mean is the mean over the pairs, and divides their gradients by the batch size") {
  Matrix<double> x(2, 3), y(2, 3);
  x << 1, 2, 3, 4, 5, 6;
  y << 0, 1, 0, 1, 0, 1;
  const auto loss = make_loss<double>({"softdtw", 1.0});
  Vector<double> value(3);
  Matrix<double> dx(2, 3), mean_dx(2, 3);
  loss->pairs({x}, {y}, value, dx);
  CHECK(loss->mean({x}, {y}, mean_dx) == Approx(value.mean()).epsilon(1e-15));
  CHECK((mean_dx - dx / 3).norm() <= 1e-15);
}

TEST_CASE("float agrees with double to the precision of float") {
  const Matrix<double> x = Matrix<double>::Random(20, 4), y = Matrix<double>::Random(20, 4);
  const Matrix<float> xf = x.cast<float>(), yf = y.cast<float>();
  for (const LossSpec& spec : {LossSpec{"euclidean", {}}, LossSpec{"softdtw", 0.1}, LossSpec{"dtw", {}}}) {
    Matrix<double> dx(20, 4);
    Matrix<float> dxf(20, 4);
    const double value = make_loss<double>(spec)->mean({x}, {y}, dx);
    CHECK(make_loss<float>(spec)->mean({xf}, {yf}, dxf) == Approx(value).epsilon(1e-5));
    CHECK((dxf.cast<double>() - dx).norm() <= 1e-4 * dx.norm());
  }
}

TEST_CASE("losses name the shapes that do not match") {
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
  CHECK_THROWS_WITH(softdtw->mean({two, 1, too_few}, {two}), ContainsSubstring("one length per series"));
  Matrix<double> too_narrow(2, 1), empty_dx;
  Vector<double> one_value(1), two_values(2);
  CHECK_THROWS_WITH(softdtw->mean({two}, {two}, too_narrow), "loss: expected dx [2x2], found [2x1]");
  CHECK_THROWS_WITH(softdtw->mean({two}, {two}, empty_dx), "loss: expected dx [2x2], found [0x0]");
  CHECK_THROWS_WITH(softdtw->pairs({two}, {two}, one_value), "loss: expected value [2x1], found [1x1]");
  CHECK_THROWS_WITH(softdtw->pairs({two}, {two}, two_values, too_narrow), ContainsSubstring("expected dx"));
  Matrix<double> dx(2, 2);
  CHECK_THROWS_WITH(softdtw->pairs({two}, {three}, two_values, dx, dx), "loss: expected dy [3x2], found [2x2]");
}

TEST_CASE("a gradient can be written into a block of a larger matrix or an array of the caller") {
  const Matrix<double> x = Matrix<double>::Random(5, 3), y = Matrix<double>::Random(5, 3);
  const auto loss = make_loss<double>({"softdtw", 1.0});
  Matrix<double> dx(5, 3), large = Matrix<double>::Constant(9, 4, 7);
  std::vector<double> foreign(15);
  const double value = loss->mean({x}, {y}, dx);
  CHECK(loss->mean({x}, {y}, large.block(2, 1, 5, 3)) == value);
  CHECK(large.block(2, 1, 5, 3) == dx);
  CHECK((large.array() == 7).count() == 9 * 4 - 15);  // nothing else is touched
  CHECK(loss->mean({x}, {y}, Eigen::Map<Matrix<double>>(foreign.data(), 5, 3)) == value);
  CHECK(Eigen::Map<Matrix<double>>(foreign.data(), 5, 3) == dx);
}

TEST_CASE("losses name the series and the step that are not finite") {
  const auto loss = make_loss<double>({"softdtw", 1.0});
  const Matrix<double> good = Matrix<double>::Zero(4, 2), longer = Matrix<double>::Zero(5, 2);
  Matrix<double> bad = good;
  bad(3, 1) = kNaN;
  CHECK_THROWS_WITH(loss->mean({bad}, {good}), ContainsSubstring("x: series 2, step 4") && ContainsSubstring("NaN"));
  CHECK_THROWS_WITH(loss->mean({longer}, {bad}),
                    ContainsSubstring("y: series 2") && ContainsSubstring("5") && ContainsSubstring("4"));
  bad(3, 1) = kInfinity;
  CHECK_THROWS_WITH(loss->mean({bad}, {good}),
                    ContainsSubstring("x: series 2, step 4") && ContainsSubstring("infinity"));
  CHECK_THROWS_WITH(loss->mean({good}, {bad}),
                    ContainsSubstring("y: series 2, step 4") && ContainsSubstring("infinity"));
  CHECK_THROWS_WITH(loss->mean({bad, 2}, {good, 2}), ContainsSubstring("step 2"));
}

TEST_CASE("a value that overflows is an error, not infinity") {
  const Matrix<double> huge = Matrix<double>::Constant(2, 1, 1e200), zero = Matrix<double>::Zero(2, 1);
  CHECK_THROWS_AS(make_loss<double>({"euclidean", {}})->mean({huge}, {zero}), Error);
  const Matrix<float> huge_float = Matrix<float>::Constant(2, 1, 1e25f), zero_float = Matrix<float>::Zero(2, 1);
  CHECK_THROWS_AS(make_loss<float>({"euclidean", {}})->mean({huge_float}, {zero_float}), Error);
}

TEST_CASE("the name of a loss has all its options, and options that do not apply are rejected") {
  const auto name = [](const LossSpec& spec) { return make_loss<double>(spec)->name(); };
  CHECK(name({.name = "dtw"}) == "dtw");
  CHECK(name({.name = "dtw", .band = 5}) == "dtw(band=5)");
  CHECK(name({.name = "dilate", .gamma = 0.1}) == "dilate(gamma=0.1)");
  CHECK(name({.name = "dilate", .gamma = 0.1, .alpha = 0.5}) == "dilate(gamma=0.1)");
  CHECK(name({.name = "dilate", .gamma = 0.1, .band = 0, .alpha = 0, .cost = "huber"}) ==
        "dilate(gamma=0.1, alpha=0, band=0, cost=huber)");
  CHECK(name({.name = "softdtw-divergence", .gamma = 1, .cost = "sqeuclidean"}) == "softdtw-divergence(gamma=1)");
  CHECK(name({.name = "dtw", .cost = "huber:0.5"}) == "dtw(cost=huber:0.5)");

  CHECK_THROWS_WITH(name({.name = "softdtw", .gamma = 1, .alpha = 0.5}), "softdtw: expected no alpha, found one");
  CHECK_THROWS_WITH(name({.name = "euclidean", .band = 3}), "euclidean: expected no band, found one");
  CHECK_THROWS_WITH(name({.name = "euclidean", .cost = "huber"}), "euclidean: expected no cost, found one");
  CHECK_THROWS_WITH(name({.name = "dtw", .band = -1}), "dtw: expected a band radius >= 0, found -1");
  CHECK_THROWS_WITH(name({.name = "sharp", .gamma = 1, .cost = "l1"}),
                    ContainsSubstring("huber") && ContainsSubstring("\"l1\""));
  CHECK_THROWS_WITH(name({.name = "sharp", .gamma = 1, .cost = "huber:0"}),
                    "cost: expected huber:DELTA with a number DELTA > 0, found \"huber:0\"");
  for (const double alpha : {-0.1, 1.1, kNaN})
    CHECK_THROWS_WITH(name({.name = "dilate", .gamma = 1, .alpha = alpha}),
                      ContainsSubstring("dilate: expected alpha from 0 to 1"));
  for (const std::string loss : {"softdtw", "softdtw-divergence", "sharp", "sharp-divergence", "dilate"}) {
    for (const double gamma : {0.0, -1.0, kNaN, kInfinity})
      CHECK_THROWS_WITH(name({.name = loss, .gamma = gamma}), ContainsSubstring(loss + ": expected gamma > 0, found "));
  }
}

TEST_CASE("a target whose steps are all missing costs nothing") {
  const Matrix<double> x = Matrix<double>::Ones(3, 2);
  Matrix<double> y = Matrix<double>::Zero(3, 2);
  y.col(1).setConstant(kNaN);
  Vector<double> value(2);
  Matrix<double> dx(3, 2), dy(3, 2);
  make_loss<double>({"softdtw", 1.0})->pairs({x}, {y}, value, dx, dy);
  CHECK(value[1] == 0);
  CHECK(dx.col(1).isZero(0));
  CHECK(dy.col(1).isZero(0));
  CHECK(dx.col(0).norm() > 0);
  CHECK(dy.col(0).norm() > 0);
}

TEST_CASE("a loss that leaves dy out says so where dy is asked for, and serves without") {
  Matrix<double> x = Matrix<double>::Random(5, 3), y = Matrix<double>::Random(5, 3), dx(5, 3), dy(5, 3);
  Vector<double> value(3);
  const std::string expected = "twice: expected a loss with a gradient with respect to y, found none";
  CHECK_THROWS_WITH(TwiceEuclidean().pairs({x}, {y}, value, dx, dy), expected);
  y(1, 0) = y(0, 2) = kNaN;
  CHECK_THROWS_WITH(TwiceEuclidean().pairs({x}, {y}, value, dx, dy), expected);
  TwiceEuclidean().pairs({x}, {y}, value, dx);
  CHECK(value[1] == Approx(2 * (x - y).col(1).squaredNorm()));
}

TEST_CASE("a loss may call another loss") {
  Matrix<double> x = Matrix<double>::Random(5, 3), y = Matrix<double>::Random(5, 3);
  y(2, 1) = kNaN;
  Matrix<double> dx(5, 3), euclidean_dx(5, 3);
  const double value = TwiceEuclidean().mean({x}, {y}, dx);
  CHECK(value == Approx(2 * make_loss<double>({"euclidean", {}})->mean({x}, {y}, euclidean_dx)).epsilon(1e-15));
  CHECK((dx - 2 * euclidean_dx).norm() <= 1e-15);
}

TEST_CASE("a loss may call mean() of another loss") {
  const Matrix<double> x = Matrix<double>::Random(5, 40), y = Matrix<double>::Random(5, 40);
  CHECK(MeanEuclidean().mean({x}, {y}) == Approx((x - y).squaredNorm() / 40).epsilon(1e-14));
}

TEST_CASE("error messages number the series as in the batch, also in divergences") {
  Matrix<double> x = Matrix<double>::Zero(3, 4), y = Matrix<double>::Zero(3, 4);
  y.col(2).setConstant(1e9);
  y(1, 0) = kNaN;  // a series with gaps does not shift the numbers
  for (const LossSpec& spec : all_aligning_losses(1e-6)) {
    if (spec.name == "dtw") continue;
    CAPTURE(spec.name);
    CHECK_THROWS_WITH(
        make_loss<double>(spec)->mean({x}, {y}),
        ContainsSubstring("alignment: series 3: expected costs below") && ContainsSubstring("found up to 1e+18"));
  }
  const std::vector<Index> lengths{3, 3, 3, 2};
  CHECK_THROWS_WITH(make_loss<double>({"euclidean"})->mean({x}, {x, 1, lengths}),
                    "euclidean: series 4: expected series of equal length, found 3 and 2");
}

TEST_CASE("the text of a loss spec is the name of its loss, with or without a gamma") {
  for (const LossSpec& options :
       {LossSpec{}, LossSpec{.band = 6, .alpha = 0.25, .cost = "huber"}, LossSpec{.cost = "sqeuclidean"},
        LossSpec{.cost = "huber:1"}, LossSpec{.cost = "huber:2.50"}}) {
    for (const LossSpec& spec : all_losses(0.1, options)) CHECK(to_text(spec) == make_loss<double>(spec)->name());
  }
  CHECK(to_text({.name = "softdtw", .gamma = 0.1, .band = 6, .cost = "huber"}) ==
        "softdtw(gamma=0.1, band=6, cost=huber)");
  CHECK(to_text({.name = "softdtw"}) == "softdtw");
}

TEST_CASE("the text of a loss spec is read back, blanks or not, and what is none is named") {
  for (const LossSpec& spec :
       std::vector<LossSpec>{{"euclidean"}, {"softdtw", 0.1}, {"dilate", 1e-3, 6, 0.25, "huber:0.5"}, {"dtw", {}, 0}}) {
    CHECK(parse_loss(to_text(spec)) == spec);
  }
  CHECK(parse_loss(" softdtw ( band = 3,gamma=2 ) ") == LossSpec{"softdtw", 2, 3});
  const auto message_of = [](const char* text) -> std::string {
    try {
      parse_loss(text);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  CHECK_THAT(message_of("softdtw(gamma=1"), ContainsSubstring("expected a text such as softdtw(gamma=0.1, band=6)"));
  CHECK_THAT(message_of("softdtw(gamma=1) x"), ContainsSubstring("expected a text such as"));
  CHECK_THAT(message_of("softdtw(gama=1)"), ContainsSubstring("found \"gama=1\""));
  CHECK_THAT(message_of("softdtw(gamma=1x)"), ContainsSubstring("gamma: expected a number, found \"1x\""));
  CHECK_THAT(message_of("dtw(band=1.5)"), ContainsSubstring("band: expected a whole number"));
  CHECK_THAT(message_of("dtw(band=1,band=1)"), ContainsSubstring("expected band once"));
  CHECK_THAT(message_of("dtw()"), ContainsSubstring("expected an option"));
}

TEST_CASE("DtwLoss takes alignment options without a gamma") {
  CHECK(DtwLoss<float>().name() == "dtw");
  CHECK(DtwLoss<float>({.band = 3}).name() == "dtw(band=3)");
  CHECK_THROWS_WITH(DtwLoss<float>({.gamma = 1}), "dtw: expected no gamma, found 1");
}

TEST_CASE("the registry makes every loss that it lists, and rejects other names") {
  for (const LossEntry& entry : known_losses()) {
    const std::string name(entry.name);
    const LossSpec spec{name, entry.has_gamma ? std::optional(0.25) : std::nullopt};
    CHECK_THAT(make_loss<float>(spec)->name(), Catch::Matchers::StartsWith(name));
    const LossSpec wrong{name, entry.has_gamma ? std::nullopt : std::optional(0.25)};
    CHECK_THROWS_AS(make_loss<float>(wrong), Error);
  }
  CHECK(make_loss<double>({"softdtw", 0.01})->name() == "softdtw(gamma=0.01)");
  CHECK_THROWS_WITH(make_loss<double>({"mse", {}}),
                    ContainsSubstring("expected one of euclidean, ") && ContainsSubstring("\"mse\""));
  for (const double gamma : {0.0, -1.0, kNaN, kInfinity}) CHECK_THROWS_AS(make_loss<double>({"softdtw", gamma}), Error);
}

TEST_CASE("whether a loss can be computed on data is known from their largest and smallest values") {
  Matrix<double> series(4, 2);  // 2 steps of 2 dimensions, whose costs are at most 4 + 4
  series.col(0) << 1, 100, 3, 101;
  series.col(1) << 2, kNaN, kNaN, 102;
  const auto check = [&](const std::string& name, double gamma) {
    check_computable<double>(*make_loss<double>({name, gamma}), {series, 2});
  };
  const std::string failure = "the largest values against the smallest: ";
  for (const std::string name : {"softdtw", "sharp", "dilate", "softdtw-divergence"}) {
    CHECK_NOTHROW(check(name, 6e-15));
    CHECK_THROWS_WITH(check(name, 5e-15), ContainsSubstring(failure) && ContainsSubstring("found up to 8"));
  }
  CHECK_NOTHROW(check("softdtw", 1e308));
  series.resize(30, 1);
  series.setZero();
  CHECK_THROWS_WITH(check("softdtw", 1e308), ContainsSubstring(failure) && ContainsSubstring("found infinity"));
}
