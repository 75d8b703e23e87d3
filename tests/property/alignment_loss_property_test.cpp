// What the losses that align owe to each other.
#include <array>
#include <type_traits>

#include "softwarp/alignment/cost.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/loss/divergence.hpp"
#include "support/all_losses.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

struct Result {
  Vector<double> value;
  Matrix<double> dx, dy;
};

Result judge(const LossSpec& spec, const Matrix<double>& x, const Matrix<double>& y, Index dims = 1) {
  Result result{Vector<double>(x.cols()), Matrix<double>(x.rows(), x.cols()), Matrix<double>(y.rows(), y.cols())};
  make_loss<double>(spec)->pairs({x, dims}, {y, dims}, result.value, result.dx, result.dy);
  return result;
}

// Logarithm of the number of alignments of n and m steps.
double log_alignments(Index n, Index m) {
  Matrix<double> count = Matrix<double>::Ones(n, m);
  for (Index i = 1; i < n; ++i) {
    for (Index j = 1; j < m; ++j) count(i, j) = count(i - 1, j) + count(i, j - 1) + count(i - 1, j - 1);
  }
  return std::log(count(n - 1, m - 1));
}

const std::vector<std::string> kCosts{"sqeuclidean", "halfsqeuclidean", "absolute", "huber", "huber:0.2"};
constexpr double kGammas[] = {10, 1, 0.1, 0.01, 0.001};

}  // namespace

TEMPLATE_TEST_CASE("a divergence is exactly 0 where x = y, and so are its gradients", "", float, double) {
  Random random(51);
  for (const Index length : {1, 2, 17, 60}) {
    const Matrix<TestType> x = random_walks(length, 2, 20, random).cast<TestType>();
    for (const std::string name : {"softdtw-divergence", "sharp-divergence"}) {
      for (const std::string& cost : kCosts) {
        for (const double gamma : kGammas) {
          Vector<double> value(x.cols());
          Matrix<TestType> dx(x.rows(), x.cols()), dy = dx;
          const auto loss = make_loss<TestType>({.name = name, .gamma = gamma, .cost = cost});
          CAPTURE(loss->name(), length);
          loss->pairs({x, 2}, {x, 2}, value, dx, dy);
          CHECK(value.isZero(0));
          CHECK(dx.isZero(0));
          CHECK(dy.isZero(0));
          loss->pairs({x, 2}, {x, 2}, value);
          CHECK(value.isZero(0));
        }
      }
    }
  }
}

TEST_CASE("a divergence is s(x, y) - s(x, x)/2 - s(y, y)/2, and symmetric") {
  Random random(52);
  const auto x = random_walks(9, 2, 8, random), y = random_walks(14, 2, 8, random);
  for (const auto& [name, inner] :
       {std::pair<std::string, std::string>{"softdtw-divergence", "softdtw"}, {"sharp-divergence", "sharp"}}) {
    for (const std::string& cost : kCosts) {
      for (const double gamma : {1.0, 0.01}) {
        const LossSpec spec{.name = name, .gamma = gamma, .band = 4, .cost = cost};
        LossSpec s = spec;
        s.name = inner;
        const Vector<double> wanted = judge(s, x, y, 2).value - (judge(s, x, x, 2).value + judge(s, y, y, 2).value) / 2;
        CAPTURE(name, cost, gamma);
        CHECK((judge(spec, x, y, 2).value - wanted).norm() <= 1e-13 * wanted.norm());
        CHECK((judge(spec, y, x, 2).value - wanted).norm() <= 1e-11 * wanted.norm());
      }
    }
  }
}

TEMPLATE_TEST_CASE("swapping x and y swaps their gradients", "", float, double) {
  Random random(58);
  const double limit = std::is_same_v<TestType, float> ? 1e-3 : 1e-11;
  for (const std::array<Index, 3>& shape : {std::array<Index, 3>{1, 6, 2}, {17, 9, 1}, {33, 40, 3}}) {
    const Index n = shape[0], m = shape[1], dims = shape[2];
    const Matrix<TestType> x = random_walks(n, dims, 20, random).cast<TestType>();
    const Matrix<TestType> y = random_walks(m, dims, 20, random).cast<TestType>();
    for (const std::string& cost : kCosts) {
      for (const std::optional<Index> band : {std::optional<Index>{}, std::optional<Index>{3}}) {
        for (const LossSpec& spec : all_aligning_losses(0.1, {.band = band, .cost = cost})) {
          const auto loss = make_loss<TestType>(spec);
          CAPTURE(loss->name(), n, m, dims);
          Vector<double> value(20), swapped_value(20);
          Matrix<TestType> dx(n * dims, 20), dy(m * dims, 20), swapped_dx(m * dims, 20), swapped_dy(n * dims, 20);
          loss->pairs({x, dims}, {y, dims}, value, dx, dy);
          loss->pairs({y, dims}, {x, dims}, swapped_value, swapped_dx, swapped_dy);
          CHECK((swapped_value - value).norm() <= limit * value.norm());
          CHECK((swapped_dx - dy).norm() <= limit * dy.norm());
          CHECK((swapped_dy - dx).norm() <= limit * dx.norm());
        }
      }
    }
  }
}

TEST_CASE("the soft-DTW divergence may be negative: the counterexample of docs/losses.md") {
  Matrix<double> x(6, 1), y(6, 1);
  x << -.7575, -1.0309, .1876, 1.38, .9723, 1.0878;
  y << -.7026, -1.1659, -.0993, 1.1804, 1.0662, 1.086;
  CHECK(SoftDtwDivergence<double>({.gamma = 1}).mean({x}, {y}) == Approx(-0.00115259).epsilon(1e-5));
}

TEST_CASE("the divergence of series that differ is positive as a rule") {
  Random random(53);
  const auto x = random_walks(20, 1, 200, random, 1), y = random_walks(20, 1, 200, random, 1);
  CHECK((judge({.name = "softdtw-divergence", .gamma = 1}, x, y).value.array() > 0).count() >= 195);
}

TEST_CASE("dtw - gamma ln A(n, m) <= softdtw <= dtw <= sharp") {
  Random random(54);
  for (const auto& [n, m] : {std::pair<Index, Index>{1, 1}, {1, 9}, {6, 6}, {30, 21}}) {
    const auto x = random_walks(n, 2, 20, random), y = random_walks(m, 2, 20, random);
    for (const std::string& cost : kCosts) {
      const Eigen::ArrayXd dtw = judge({.name = "dtw", .cost = cost}, x, y, 2).value.array();
      const Eigen::ArrayXd rounding = 1e-12 * (1 + dtw.abs());
      for (const double gamma : kGammas) {
        CAPTURE(n, m, cost, gamma);
        const Eigen::ArrayXd soft = judge({.name = "softdtw", .gamma = gamma, .cost = cost}, x, y, 2).value.array();
        const Eigen::ArrayXd sharp = judge({.name = "sharp", .gamma = gamma, .cost = cost}, x, y, 2).value.array();
        CHECK(
            (soft >= dtw - gamma * log_alignments(n, m) - rounding - 1e-12 * gamma * static_cast<double>(n + m)).all());
        CHECK((soft <= dtw + rounding).all());
        CHECK((dtw <= sharp + rounding).all());
      }
    }
  }
}

TEST_CASE("as gamma goes to 0, softdtw, sharp and their divergences go to dtw") {
  Random random(55);
  const auto x = random_walks(25, 1, 10, random), y = random_walks(25, 1, 10, random);
  const auto dtw = judge({.name = "dtw"}, x, y).value;
  for (const std::string name : {"softdtw", "softdtw-divergence", "sharp", "sharp-divergence"}) {
    CAPTURE(name);
    CHECK((judge({.name = name, .gamma = 1e-5}, x, y).value - dtw).norm() <= 1e-3 * dtw.norm());
    CHECK((judge({.name = name, .gamma = 1e-6}, x, y).value - dtw).norm() <= 1e-4 * dtw.norm());
  }
}

TEST_CASE("dilate: alpha = 1 is softdtw; the time it adds is that of the alignments, 0 in a band of radius 0") {
  Random random(56);
  const auto x = random_walks(12, 1, 10, random), y = random_walks(12, 1, 10, random);
  for (const std::string& cost : kCosts) {
    CAPTURE(cost);
    const Result softdtw = judge({.name = "softdtw", .gamma = 0.1, .cost = cost}, x, y);
    const Result shape = judge({.name = "dilate", .gamma = 0.1, .alpha = 1, .cost = cost}, x, y);
    CHECK((shape.value - softdtw.value).norm() <= 1e-13 * softdtw.value.norm());
    CHECK((shape.dx - softdtw.dx).norm() <= 1e-12 * softdtw.dx.norm());
    const Result time = judge({.name = "dilate", .gamma = 0.1, .alpha = 0, .cost = cost}, x, y);
    CHECK((time.value.array() > 0).all());
    const Result both = judge({.name = "dilate", .gamma = 0.1, .alpha = 0.25, .cost = cost}, x, y);
    CHECK((both.value - 0.25 * shape.value - 0.75 * time.value).norm() <= 1e-13 * both.value.norm());
    CHECK((both.dx - 0.25 * shape.dx - 0.75 * time.dx).norm() <= 1e-11 * both.dx.norm());
    const Result diagonal = judge({.name = "dilate", .gamma = 0.1, .band = 0, .alpha = 0, .cost = cost}, x, y);
    CHECK(diagonal.value.isZero(0));
    CHECK(diagonal.dx.isZero(1e-12));
  }
}

TEST_CASE("a band of full width is no band; one of radius 0 is the Euclidean loss") {
  Random random(57);
  const auto x = random_walks(15, 2, 6, random), y = random_walks(15, 2, 6, random);
  const auto wide = all_aligning_losses(0.1, {.band = 15}), none = all_aligning_losses(0.1);
  for (std::size_t k = 0; k < none.size(); ++k) {
    CAPTURE(none[k].name);
    const Result banded = judge(wide[k], x, y, 2), free = judge(none[k], x, y, 2);
    CHECK(banded.value == free.value);
    CHECK(banded.dx == free.dx);
  }
  const Result euclidean = judge({.name = "euclidean"}, x, y, 2);
  for (const LossSpec& spec : all_aligning_losses(0.1, {.band = 0, .alpha = 1})) {
    CAPTURE(spec.name);
    const Result diagonal = judge(spec, x, y, 2);
    CHECK((diagonal.value - euclidean.value).norm() <= 1e-13 * euclidean.value.norm());
    CHECK((diagonal.dx - euclidean.dx).norm() <= 1e-12 * euclidean.dx.norm());
  }
}

TEST_CASE("half the squared cost at gamma is half the squared cost's loss at 2 gamma") {
  Random random(58);
  const auto x = random_walks(11, 2, 6, random), y = random_walks(16, 2, 6, random);
  for (const std::string name : {"softdtw", "softdtw-divergence", "sharp", "sharp-divergence"}) {
    CAPTURE(name);
    const Result half = judge({.name = name, .gamma = 0.1, .cost = "halfsqeuclidean"}, x, y, 2);
    const Result whole = judge({.name = name, .gamma = 0.2}, x, y, 2);
    CHECK((half.value - whole.value / 2).norm() <= 1e-13 * half.value.norm());
    CHECK((half.dx - whole.dx / 2).norm() <= 1e-13 * half.dx.norm());
  }
}

TEST_CASE("every loss under every cost: a batch is its pairs one by one, bit for bit, for any number of threads") {
  Random random(59);
  auto x = random_walks(23, 1, 150, random), y = random_walks(23, 1, 150, random);
  x.col(78) = x.col(77);  // of which losses may make use
  const int threads_before = threads();
  for (const std::string& cost : kCosts) {
    for (const LossSpec& spec : all_losses(0.1, {.band = 9, .cost = cost})) {
      const auto loss = make_loss<double>(spec);
      CAPTURE(loss->name());
      set_threads(1);
      const Result one_thread = judge(spec, x, y);
      for (const Index b : {0, 77, 78, 79, 149}) {
        const Result alone = judge(spec, x.col(b), y.col(b));
        CHECK(alone.value[0] == one_thread.value[b]);
        CHECK(alone.dx == one_thread.dx.col(b));
        CHECK(alone.dy == one_thread.dy.col(b));
      }
      set_threads(3);
      const Result three_threads = judge(spec, x, y);
      CHECK(three_threads.value == one_thread.value);
      CHECK(three_threads.dx == one_thread.dx);
      CHECK(three_threads.dy == one_thread.dy);
    }
  }
  set_threads(threads_before);
}

TEST_CASE("every loss under every cost: a missing step is the step removed from both series") {
  Random random(60);
  const Index dims = 2;
  const auto x = random_walks(9, dims, 1, random), y = random_walks(9, dims, 1, random);
  Matrix<double> gapped = y;
  gapped(0) = gapped(4 * dims + 1) = std::numeric_limits<double>::quiet_NaN();  // steps 0 and 4
  std::vector<Index> kept;
  for (Index k = 0; k < x.rows(); ++k) {
    if (k / dims != 0 && k / dims != 4) kept.push_back(k);
  }
  const Matrix<double> short_x = x(kept, Eigen::all), short_y = y(kept, Eigen::all);
  for (const std::string& cost : kCosts) {
    for (const LossSpec& spec : all_losses(0.1, {.cost = cost})) {
      CAPTURE(spec.name, cost);
      const Result masked = judge(spec, x, gapped, dims), removed = judge(spec, short_x, short_y, dims);
      CHECK(masked.value == removed.value);
      CHECK(Matrix<double>(masked.dx(kept, Eigen::all)) == removed.dx);
      CHECK(Matrix<double>(masked.dy(kept, Eigen::all)) == removed.dy);
      CHECK(masked.dx.norm() == Approx(removed.dx.norm()).epsilon(1e-14));  // no gradient at the missing steps
      CHECK(masked.dy.norm() == Approx(removed.dy.norm()).epsilon(1e-14));
    }
  }
}
