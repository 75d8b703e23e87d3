// What holds for any series, with shapes drawn at random.
#include <numeric>

#include "softwarp/core/parallel.hpp"
#include "support/alignment_support.hpp"
#include "support/catch.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

constexpr double kGammas[] = {10.0, 1.0, 0.1, 0.001, 0.0};

template <class Real>
void add_random_pair(Random& random, Pairs<Real>& data, Index longest, bool want_E = false) {
  const Index n = 1 + random.below(longest), m = 1 + random.below(longest);
  data.add(random_walk<Real>(random, n, data.dims, 0.4), random_walk<Real>(random, m, data.dims, 0.4), want_E);
}

}  // namespace

TEMPLATE_TEST_CASE("random shapes agree with the reference", "", float, double) {
  Random random(11);
  for_each_target([&](const std::string& target) {
    for (int round = 0; round < 20; ++round) {
      Pairs<TestType> data(1 + random.below(3));
      const Index count = 1 + random.below(40);
      for (Index b = 0; b < count; ++b) add_random_pair(random, data, 50);
      const std::optional<Index> band = random.below(2) == 0 ? std::nullopt : std::optional(random.below(20));
      const auto all = every_quantity({std::begin(kGammas), std::end(kGammas)}, band);
      const Task task = all[static_cast<std::size_t>(random.below(static_cast<Index>(all.size())))];
      data.align(task);
      for (std::size_t b = 0; b < data.x.size(); b += 5) {
        INFO(target << ", round " << round << ", pair " << b << ", " << to_text(task));
        const Exact wanted = exact(data.x[b], data.y[b], data.dims, task);
        const double limit = 5 * tolerance<TestType>(task);
        CHECK(data.pairs[b].value == Approx(wanted.value).epsilon(limit).margin(limit * std::max(task.gamma, 1.0)));
        if (task.gamma > 0 || sizeof(TestType) == 8) CHECK(relative_error(data.dx[b], wanted.dx, 1e-3) < limit);
      }
    }
  });
}

TEMPLATE_TEST_CASE("the bits of a pair depend on nothing but the pair", "", float, double) {
  Random random(12);
  for_each_target([&](const std::string& target) {
    Pairs<TestType> all(1);
    for (int b = 0; b < 50; ++b)
      all.add(random_walk<TestType>(random, 80), random_walk<TestType>(random, 90), b % 3 == 0);
    for (int b = 0; b < 20; ++b) add_random_pair(random, all, 150, b % 2 == 0);
    for (const Task& task : every_quantity({1.0, 0.001, 0.0})) {
      for (const int threads : {1, 2, 5}) {
        set_threads(threads);
        all.align(task);
        for (std::size_t b = 0; b < all.x.size(); ++b) {
          Pairs<TestType> alone(1);
          alone.add(all.x[b], all.y[b]);
          alone.align(task);
          INFO(target << ", " << to_text(task) << ", pair " << b << ", " << threads << " threads");
          REQUIRE(alone.pairs[0].value == all.pairs[b].value);
          REQUIRE(alone.dx[0] == all.dx[b]);
        }
      }
    }
  });
  set_threads(2);
}

TEMPLATE_TEST_CASE("E is a flow from corner to corner", "", float, double) {
  Random random(13);
  for (const double gamma : kGammas) {
    Pairs<TestType> data(2);
    for (int b = 0; b < 20; ++b) add_random_pair(random, data, 60, true);
    data.align({gamma});
    for (std::size_t b = 0; b < data.E.size(); ++b) {
      const auto& E = data.E[b];
      CHECK(*std::min_element(E.begin(), E.end()) >= 0);
      CHECK(E.front() == Approx(1).epsilon(1e-4));
      CHECK(E.back() == 1);
      // Every alignment visits every row and every column at least once.
      const Index n = data.pairs[b].n, m = data.pairs[b].m;
      for (Index j = 0; j < m; ++j) CHECK(std::accumulate(E.begin() + j * n, E.begin() + (j + 1) * n, 0.0) > 0.9999);
    }
  }
}

TEST_CASE("a band of full width is no band, and a narrower one costs more") {
  Random random(14);
  for (const double gamma : kGammas) {
    Pairs<double> data;
    for (int b = 0; b < 20; ++b) add_random_pair(random, data, 70);
    data.align({gamma});
    const auto free = data.pairs;
    const auto dx = data.dx;
    data.align({gamma, 70});
    CHECK(data.dx == dx);
    for (std::size_t b = 0; b < free.size(); ++b) CHECK(data.pairs[b].value == free[b].value);
    double before = -std::numeric_limits<double>::infinity();
    for (const Index radius : {70, 20, 5, 1, 0}) {
      data.align({gamma, radius});
      CHECK(data.pairs[0].value >= before);
      before = data.pairs[0].value;
    }
  }
}

TEST_CASE("the band of (y, x) is the transpose of the band of (x, y)") {
  for (const Index n : {1, 2, 5, 17, 40}) {
    for (const Index m : {1, 3, 17, 33}) {
      for (const Index radius : {0, 1, 4, 50}) {
        const Band band(n, m, radius), transposed(m, n, radius);
        for (Index i = 0; i < n; ++i) {
          for (Index j = 0; j < m; ++j) {
            CHECK((band.low(i) <= j && j <= band.high(i)) == (transposed.low(j) <= i && i <= transposed.high(j)));
          }
          if (i > 0) CHECK(band.low(i) <= band.high(i - 1) + 1);
          CHECK(band.low(i) <= band.high(i));
          if (n == m)
            CHECK((band.low(i) == std::max<Index>(0, i - radius) && band.high(i) == std::min(m - 1, i + radius)));
        }
        CHECK((band.low(0) == 0 && band.high(n - 1) == m - 1));
      }
    }
  }
}

TEST_CASE("soft-DTW is below DTW, goes to it as gamma goes to 0, and is symmetric") {
  Random random(15);
  for (int round = 0; round < 10; ++round) {
    Pairs<double> data(2);
    add_random_pair(random, data, 60);
    data.align({0.0});
    const double hard = data.pairs[0].value;
    double before = -std::numeric_limits<double>::infinity();
    for (const double gamma : {10.0, 1.0, 0.1, 0.01, 1e-4, 1e-6}) {
      data.align({gamma});
      const double soft = data.pairs[0].value;
      CHECK(soft <= hard + 1e-9);
      CHECK(soft >= before - 1e-9);
      before = soft;
      std::swap(data.x[0], data.y[0]);
      data.dx[0].resize(data.x[0].size());
      data.align({gamma});
      CHECK(data.pairs[0].value == Approx(soft).epsilon(1e-12));
    }
    CHECK(before == Approx(hard).epsilon(1e-3));
  }
}

TEMPLATE_TEST_CASE("identical series and series of one value are no special case", "", float, double) {
  for_each_target([](const std::string& target) {
    INFO(target);
    for (const double gamma : {1.0, 0.001, 0.0}) {
      Pairs<TestType> data;
      Random random(16);
      const auto walk = random_walk<TestType>(random, 50);
      data.add(walk, walk);
      data.add(std::vector<TestType>(50, 3), std::vector<TestType>(40, 3));
      data.add(std::vector<TestType>(2, 0), std::vector<TestType>(90, 0));
      data.align({gamma});
      for (std::size_t b = 0; b < 3; ++b) {
        const Exact wanted = exact(data.x[b], data.y[b], 1, {gamma});
        CHECK(data.pairs[b].value == Approx(wanted.value).epsilon(1e-5).margin(1e-6));
        for (std::size_t i = 0; i < wanted.dx.size(); ++i) CHECK(data.dx[b][i] == Approx(wanted.dx[i]).margin(1e-5));
      }
    }
  });
}

TEMPLATE_TEST_CASE("the precision is what align promises, at any scale and gamma", "", float, double) {
  Random random(17);
  for (int round = 0; round < 400; ++round) {
    const Index n = 1 + random.below(60), m = 1 + random.below(60);
    const double step = std::pow(10, 4 * random.uniform() - 1), gamma = std::pow(10, 7 * random.uniform() - 6);
    Pairs<TestType> data;
    data.add(random_walk<TestType>(random, n, 1, step), random_walk<TestType>(random, m, 1, step));
    data.align({gamma});
    double largest = 0;
    for (const TestType a : data.x[0]) {
      for (const TestType b : data.y[0]) largest = std::max(largest, std::pow(static_cast<double>(a - b), 2));
    }
    const double unit = std::numeric_limits<TestType>::epsilon() * std::max(1.0, largest / gamma);
    const Exact wanted = exact(data.x[0], data.y[0], 1, {gamma});
    INFO(n << " x " << m << ", gamma " << gamma << ", step " << step);
    const double scale = std::max({std::abs(wanted.value), largest, gamma * static_cast<double>(n + m)});
    CHECK(std::abs(data.pairs[0].value - wanted.value) <= 2 * unit * scale);
    double error = 0, terms = 0;
    for (std::size_t i = 0; i < wanted.dx.size(); ++i) {
      error += std::pow(static_cast<double>(data.dx[0][i]) - wanted.dx[i], 2);
      terms += std::pow(wanted.terms_x[i], 2);
    }
    CHECK(std::sqrt(error) <= (8 + static_cast<double>(n + m) / 16) * unit * std::sqrt(terms));
  }
}
