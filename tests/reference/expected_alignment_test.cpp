// What the alignments tell, against all alignments enumerated.
#include "softwarp/alignment/expected_alignment.hpp"

#include <chrono>
#include <numbers>
#include <thread>

#include "softwarp/alignment/align.hpp"
#include "softwarp/alignment/reference.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"
#include "support/catch.hpp"
#include "support/enumeration.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;
using Catch::Matchers::ContainsSubstring;

namespace {

// A(n, m), the number of alignments, is the Delannoy number of (n − 1, m − 1).
Index delannoy(Index n, Index m) {
  return n == 0 || m == 0 ? 1 : delannoy(n - 1, m) + delannoy(n, m - 1) + delannoy(n - 1, m - 1);
}

// One column may be one step here.
SeriesView<double> view(const Matrix<double>& series) { return {series.data(), series.rows(), series.cols()}; }

}  // namespace

TEST_CASE("the enumeration finds every alignment") {
  CHECK(all_alignments(3, 3).size() == 13);
  CHECK(all_alignments(5, 5).size() == 321);
  CHECK(all_alignments(4, 6).size() == static_cast<std::size_t>(delannoy(3, 5)));
}

TEST_CASE("E, entropy, best path and temporal distortion agree with all alignments enumerated") {
  Random random(41);
  for (Index n = 1; n <= 5; ++n) {
    for (Index m = 1; m <= 5; ++m) {
      for (const double gamma : {10.0, 1.0, 0.1, 0.01}) {
        CAPTURE(n, m, gamma);
        const Matrix<double> x = random_matrix(2, n, random), y = random_matrix(2, m, random);
        const EnumeratedAlignments wanted(reference::squared_euclidean(x, y), gamma);
        CHECK((expected_alignment(view(x), view(y), {.gamma = gamma}) - wanted.E).norm() <= 1e-12);
        CHECK(alignment_entropy(view(x), view(y), {.gamma = gamma}) == Approx(wanted.entropy).margin(1e-13));
        CHECK(best_path(view(x), view(y)) == wanted.best);
        double time = 0;
        for (const auto& [i, j] : wanted.best) time += static_cast<double>((i - j) * (i - j));
        CHECK(temporal_distortion(view(x), view(y)) == Approx(time / static_cast<double>(n * m)));
      }
    }
  }
}

TEST_CASE("the quantities that losses are made of agree with all alignments enumerated, under any cost") {
  Random random(42);
  for (const std::string_view name : known_costs()) {
    const auto cost = make_cost<double>(std::string(name));
    for (const auto& [n, m] : {std::pair<Index, Index>{1, 1}, {1, 4}, {5, 3}, {5, 5}}) {
      const Matrix<double> x = random_matrix(2, n, random), y = random_matrix(2, m, random);
      Matrix<double> delta(n, m);
      cost->matrix(x, y, delta);
      for (const double gamma : {10.0, 1.0, 0.1}) {
        CAPTURE(name, n, m, gamma);
        const EnumeratedAlignments wanted(delta, gamma);
        const Alignment<double> how{.gamma = gamma, .cost = cost};
        const auto value = [&](const Alignment<double>& asked, const Quantity& quantity = Minimum()) {
          Pair<double> pair{.x = x.data(), .n = x.cols(), .y = y.data(), .m = y.cols()};
          align(std::span(&pair, 1), 2, asked, quantity);
          return pair.value;
        };
        CHECK(value({.cost = cost}) == Approx(wanted.least).epsilon(1e-12));
        CHECK(value(how) == Approx(wanted.soft_minimum).epsilon(1e-12).margin(1e-12));
        CHECK(value(how, ExpectedCost()) == Approx(wanted.expected_cost).epsilon(1e-12));
        for (const double alpha : {0.0, 0.3, 1.0}) {
          CHECK(value(how, ShapeAndTime{.alpha = alpha}) ==
                Approx(alpha * wanted.soft_minimum + (1 - alpha) * wanted.time).epsilon(1e-12).margin(1e-12));
        }
        CHECK(alignment_entropy(view(x), view(y), how) == Approx(wanted.entropy).margin(1e-12));
        CHECK((expected_alignment(view(x), view(y), how) - wanted.E).norm() <= 1e-12);
      }
    }
  }
}

TEST_CASE("the entropy lies between 0 and that of all alignments being equally likely") {
  Random random(43);
  const Matrix<double> x = random_matrix(1, 40, random), y = random_matrix(1, 40, random);
  CHECK(alignment_entropy(x, y, {.gamma = 1e-5}) >= 0);
  CHECK(alignment_entropy(x, y, {.gamma = 1e-5}) <= 1e-6);
  const Matrix<double> same = Matrix<double>::Zero(1, 8);
  CHECK(alignment_entropy(same, same, {.gamma = 0.1}) ==
        Approx(std::log(static_cast<double>(delannoy(7, 7)))).epsilon(1e-12));
  CHECK(alignment_entropy(x, x.leftCols(1), {.gamma = 1}) <= 1e-13);  // there is but one alignment
  // Two alignments of three steps, equally dear, and others far dearer: nothing of Δ/γ is left in it.
  const Matrix<double> far = Matrix<double>::Constant(1, 3, 1e6), near = Matrix<double>::Zero(1, 2);
  for (const double gamma : {1e-3, 1.0, 1e3})
    CHECK(alignment_entropy(far, near, {.gamma = gamma}) == Approx(std::numbers::ln2).epsilon(1e-14));
}

TEST_CASE("temporal distortion by hand: one step late") {
  Matrix<double> x(1, 4), y(1, 4);
  x << 0, 5, 0, 0;
  y << 0, 0, 5, 0;
  // (0,0) (0,1) (1,2) (2,3) (3,3): three matches one step off.
  CHECK(best_path(x, y) == std::vector<Match>{{0, 0}, {0, 1}, {1, 2}, {2, 3}, {3, 3}});
  CHECK(temporal_distortion(x, y) == 3.0 / 16);
  CHECK(temporal_distortion(x, x) == 0);
  CHECK(temporal_distortion(x, y, {.band = 0}) == 0);  // a band of radius 0 is the diagonal
}

TEST_CASE("the best path is the one that E marks, in ties, bands and any cost") {
  Random random(44);
  for (int round = 0; round < 300; ++round) {
    const Index n = 1 + random.below(50), m = 1 + random.below(50), dims = 1 + random.below(2);
    const auto steps = [&](Index count) {
      Matrix<double> series = random_matrix(dims, count, random);
      if (round % 2 == 0) series = series.array().round();  // many ties
      return series;
    };
    const Matrix<double> x = steps(n), y = steps(m);
    Alignment<double> how;
    if (round % 3 > 0) how.band = random.below(6);
    const auto costs = known_costs();
    if (round % 5 > 0) how.cost = make_cost<double>(std::string(costs[static_cast<std::size_t>(round) % costs.size()]));
    CAPTURE(round, n, m, dims);
    const Matrix<double> E = expected_alignment(view(x), view(y), how);
    Matrix<double> path = Matrix<double>::Zero(n, m);
    const std::vector<Match> matches = best_path(view(x), view(y), how);
    for (std::size_t k = 0; k < matches.size(); ++k) {
      const auto [i, j] = matches[k];
      path(i, j) = 1;
      if (k == 0) continue;
      const Index down = i - matches[k - 1].i, right = j - matches[k - 1].j;
      CHECK((down >= 0 && right >= 0 && down <= 1 && right <= 1 && down + right >= 1));
    }
    CHECK(path == E);
    CHECK(matches.front() == Match{0, 0});
    if (how.band || how.cost) continue;
    Matrix<double> plain;
    reference::dtw(reference::squared_euclidean(x, y), &plain);
    CHECK(path == plain);
  }
}

TEST_CASE("E reduced while it is computed holds the largest of the cells that each place stands for") {
  Random random(45);
  for (const auto& [n, m] : {std::pair<Index, Index>{1, 1}, {37, 53}, {64, 7}, {200, 190}}) {
    const Matrix<double> x = random_matrix(1, n, random), y = random_matrix(1, m, random);
    const auto absolute = make_cost<double>("absolute");
    for (const Alignment<double>& how :
         {Alignment<double>{.gamma = 1}, {.gamma = 0.1, .band = 3}, {.gamma = 0.5, .cost = absolute}, {.gamma = 0}}) {
      CAPTURE(n, m, how.gamma);
      const Matrix<double> E = expected_alignment(view(x), view(y), how);
      CHECK(reduced_alignment(view(x), view(y), how, n, m + 9) == E);
      const Index rows = std::min<Index>(n, 5), columns = std::min<Index>(m, 8);
      Matrix<double> wanted = Matrix<double>::Zero(rows, columns);
      for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < m; ++j) {
          double& place = wanted(i * rows / n, j * columns / m);
          place = std::max(place, E(i, j));
        }
      }
      CHECK(reduced_alignment(view(x), view(y), how, 5, 8) == wanted);
    }
  }
}

TEST_CASE("an interrupt stops an alignment between rows, forward and back") {
  Random random(46);
  const Matrix<double> x = random_matrix(1, 300, random), free = expected_alignment(x, x, {.gamma = 1});
  Index calls = 0, last = -1;
  const MatrixParts<double> count = [&](Index, Index, const ConstMatrixRef<double>&) {
    if (calls++ == last) interrupt();
  };
  const auto align_back = [&] {
    Pair<double> pair = pair_of(view(x), view(x));
    pair.E_parts = &count;
    align(std::span(&pair, 1), 1, {.gamma = 1});
  };
  align_back();
  const Index all = calls;
  CHECK(all >= 300 / 128);  // 128: the most rows that are swept together
  for (const Index at : {Index{0}, all / 2, all - 1}) {
    calls = 0;
    last = at;
    CHECK_THROWS_AS(align_back(), Interrupted);
    CHECK(calls == at + 1);
    forget_interrupt();
    CHECK(expected_alignment(x, x, {.gamma = 1}) == free);  // what is kept from call to call is as good as before
  }

  // Far longer than the wait.
  const Matrix<double> longer = random_matrix(1, 40'000, random);
  std::thread signal([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    interrupt();
  });
  CHECK_THROWS_AS(alignment_entropy(view(longer), view(longer), {.gamma = 1}), Interrupted);
  signal.join();
  forget_interrupt();
}

TEST_CASE("E in parts is of the minimum alone") {
  const Matrix<double> x = Matrix<double>::Zero(1, 3);
  const MatrixParts<double> ignore = [](Index, Index, const ConstMatrixRef<double>&) {};
  Pair<double> pair = pair_of(view(x), view(x));
  pair.E_parts = &ignore;
  CHECK_THROWS_WITH(align(std::span(&pair, 1), 1, {.gamma = 1}, ExpectedCost()), ContainsSubstring("E in parts"));
}

TEST_CASE("two series that do not fit are an error") {
  const Matrix<double> one = Matrix<double>::Zero(1, 3), two = Matrix<double>::Zero(2, 3), none(1, 0);
  CHECK_THROWS_WITH(expected_alignment(one, two, {.gamma = 1}), ContainsSubstring("found 1 and 2"));
  CHECK_THROWS_WITH(expected_alignment(one, none, {.gamma = 1}), ContainsSubstring("at least one step"));
  CHECK_THROWS_WITH(alignment_entropy(one, one, {.gamma = 0}), ContainsSubstring("expected gamma > 0, found 0"));
  CHECK_THROWS_WITH(best_path(one, one, {.gamma = 1}), "best path: expected no gamma, found 1");
}
