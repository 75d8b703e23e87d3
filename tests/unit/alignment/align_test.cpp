#include "softwarp/alignment/align.hpp"

#include <cmath>
#include <limits>

#include "softwarp/alignment/reference.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/parallel.hpp"
#include "support/alignment_support.hpp"
#include "support/allocation_count.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using Catch::Matchers::ContainsSubstring;
using namespace softwarp::test;

TEMPLATE_TEST_CASE("align allocates nothing after its first call", "", float, double) {
  set_threads(1);
  Random random(6);
  for (const Index batch : {1, 10, 64}) {
    Pairs<TestType> data;
    data.want_dy = true;
    for (Index b = 0; b < batch; ++b) data.add(random_walk<TestType>(random, 58), random_walk<TestType>(random, 38));
    for (const Task& task : every_quantity({0.1, 0.0})) {
      data.align(task);
      const std::size_t before = allocation_count();
      for (int k = 0; k < 3; ++k) align(std::span(data.pairs), 1, options_of<TestType>(task), task.quantity);
      CHECK(allocation_count() == before);
    }
  }
  set_threads(2);
}

TEST_CASE("align rejects options that are out of range") {
  const double x[] = {1, 2}, y[] = {3};
  Pair<double> pair{.x = x, .n = 2, .y = y, .m = 1};
  const auto message = [&](const Alignment<double>& options, const Quantity& quantity = Minimum()) {
    return message_of<Error>([&] { align(std::span(&pair, 1), 1, options, quantity); });
  };
  CHECK(message({.gamma = -1}) == "alignment: expected gamma >= 0, found -1");
  for (const double gamma : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
    CHECK_THAT(message({.gamma = gamma}), ContainsSubstring("expected gamma"));
  CHECK(message({.gamma = 1, .band = -2}) == "alignment: expected a band radius >= 0, found -2");
  CHECK(message({}, ExpectedCost()) == "alignment: expected gamma > 0, found 0");
  CHECK(message({.gamma = 1}, ShapeAndTime{.alpha = 1.5}) == "alignment: expected alpha from 0 to 1, found 1.5");
  CHECK(message({.gamma = 1e-14}) == "(nothing thrown)");
  CHECK_THAT(message({.gamma = 1e-17}), ContainsSubstring("alignment: pair 1: expected costs below 0.0156082869") &&
                                            ContainsSubstring(" at gamma = 1e-17, found up to 4"));

  CostMatrix<double> matrix{x, 2, 1};
  CHECK_THROWS_WITH(align(std::span(&matrix, 1), {.cost = make_cost<double>("huber")}),
                    "alignment: expected no cost beside cost matrices, found huber");
}

TEMPLATE_TEST_CASE("align names the series that holds NaN or infinity", "", float, double) {
  Random random(1);
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    for (const Index length : {3, 40}) {
      Pairs<TestType> data(2);
      for (int b = 0; b < 3; ++b)
        data.add(random_walk<TestType>(random, length, 2), random_walk<TestType>(random, length, 2));
      data.y[1][5] = static_cast<TestType>(bad);
      CHECK_THROWS_WITH(data.align({0.1}), ContainsSubstring("pair 2, y, step 3"));
      data.x[1][0] = static_cast<TestType>(-bad);
      CHECK_THROWS_WITH(data.align({0.0}), ContainsSubstring("pair 2, x, step 1"));
    }
  }
}

TEST_CASE("in a batch, only un-normalised series with a small gamma go to the wide kernel") {
  Random random(2);
  Pairs<float> data;
  data.want_dy = true;
  for (int b = 0; b < 20; ++b) data.add(random_walk<float>(random, 60), random_walk<float>(random, 50), true);
  data.x[3] = random_walk<float>(random, 60, 1, 800);
  data.y[3] = random_walk<float>(random, 50, 1, 800);
  for (const double gamma : {1e-3, 1e-6}) {
    data.align({gamma});
    for (const std::size_t b : {2u, 3u, 4u}) {
      const Exact expected = exact(data.x[b], data.y[b], 1, {gamma});
      CHECK(data.pairs[b].value == Approx(expected.value).epsilon(1e-6));
      if (b == 3 || gamma > 1e-4) CHECK(relative_error(data.dx[b], expected.dx) < 1e-3);
      if (b == 3 || gamma > 1e-4) CHECK(relative_error(data.dy[b], expected.dy) < 1e-3);
      if (b == 3) CHECK(relative_error(data.E[b], expected.E) < 1e-3);
    }
  }
}

TEST_CASE("costs beyond the exponent range of a double are an error, not a wrong number") {
  Pairs<double> data;
  data.add({0, 1e9}, {-1e9, 5});
  CHECK_THROWS_WITH(data.align({1e-6}), ContainsSubstring("pair 1"));
  data.x[0][1] = 1e200;
  CHECK_THROWS_WITH(data.align({0.0}), ContainsSubstring("pair 1"));
  data.x[0][1] = 1e4;
  data.y[0][0] = -1e4;
  data.align({1e-6});
  CHECK(data.pairs[0].value == Approx(exact(data.x[0], data.y[0], 1, {1e-6}).value));
}

TEMPLATE_TEST_CASE("aligning a cost matrix gives the result of the pair that it was computed from", "", float, double) {
  Random random(3);
  for (const std::optional<Index> band : {std::optional<Index>{}, std::optional<Index>{4}}) {
    for (const Task& task : every_quantity({1.0, 0.01, 0.0}, band)) {
      INFO(to_text(task));
      const auto x = random_walk<double>(random, 21), y = random_walk<double>(random, 34);
      const Matrix<double> cost = reference::squared_euclidean(Eigen::Map<const Matrix<double>>(x.data(), 1, 21),
                                                               Eigen::Map<const Matrix<double>>(y.data(), 1, 34));
      const Matrix<TestType> given = cost.cast<TestType>();
      Matrix<TestType> E(21, 34);
      CostMatrix<TestType> matrix{given.data(), 21, 34, E.data()};
      align(std::span(&matrix, 1), options_of<TestType>(task), task.quantity);
      const Exact expected = exact(x, y, 1, task);
      const double limit = 5 * tolerance<TestType>(task);
      CHECK(matrix.value == Approx(expected.value).epsilon(limit));
      CHECK(relative_error(std::vector<TestType>(E.data(), E.data() + E.size()), expected.E) < limit);
    }
  }
}

TEMPLATE_TEST_CASE("costs may be negative", "", float, double) {
  Random random(4);
  Matrix<TestType> cost(30, 20), E(30, 20);
  for (Index i = 0; i < cost.size(); ++i) cost.data()[i] = static_cast<TestType>(random.normal());
  CostMatrix<TestType> matrix{cost.data(), 30, 20, E.data()};
  align(std::span(&matrix, 1), {.gamma = 0.05});
  Matrix<double> expected;
  CHECK(matrix.value == Approx(reference::soft_dtw(cost.template cast<double>(), 0.05, &expected)).epsilon(1e-6));
  CHECK((E.template cast<double>() - expected).norm() < 1e-5 * expected.norm());
}

TEMPLATE_TEST_CASE("visits are the row sums of E, whether requested alone or with dx", "", float, double) {
  Random random(9);
  for_each_target([&](const std::string& target) {
    for (const Task& task : every_quantity({1.0, 0.01, 0.0}, Index{30})) {
      for (const Index dims : {1, 2}) {
        Pairs<TestType> data(dims);
        for (const Index n : {1, 17, 40, 33}) {
          data.add(random_walk<TestType>(random, n, dims), random_walk<TestType>(random, 37, dims), true);
        }
        data.align(task);
        for (std::size_t b = 0; b < data.x.size(); ++b) {
          INFO(target << ", " << to_text(task) << ", " << dims << " dimensions, pair " << b);
          const Index n = static_cast<Index>(data.x[b].size()) / dims;
          std::vector<TestType> visits(static_cast<std::size_t>(n)), dx(data.x[b].size());
          Pair<TestType> pair{.x = data.x[b].data(), .n = n, .y = data.y[b].data(), .m = 37, .visits = visits.data()};
          align(std::span(&pair, 1), dims, options_of<TestType>(task), task.quantity);
          std::vector<double> expected(visits.size());
          for (std::size_t k = 0; k < data.E[b].size(); ++k)
            expected[k % visits.size()] += static_cast<double>(data.E[b][k]);
          CHECK(relative_error(visits, expected) < (sizeof(TestType) == 4 ? 1e-5 : 1e-13));
          pair.dx = dx.data();
          align(std::span(&pair, 1), dims, options_of<TestType>(task), task.quantity);
          CHECK(dx == data.dx[b]);
        }
      }
    }
  });
}

TEMPLATE_TEST_CASE("a pair too long for a cost matrix gives the same result, its costs computed in parts", "", float,
                   double) {
  using Values = Matrix<TestType>;
  Random random(12);
  const Index n = 2100, m = 2050, dims = 2;  // in float, with the smallest gamma, the kernel in double
  const auto x_numbers = random_walk<TestType>(random, n, dims), y_numbers = random_walk<TestType>(random, m, dims);
  const Eigen::Map<const Values> x(x_numbers.data(), dims, n), y(y_numbers.data(), dims, m);
  const auto cost = make_cost<TestType>("huber");
  Values delta(n, m), E(n, m), E_whole(n, m), dx(dims, n), dx_wanted(dims, n), dy(dims, m), dy_wanted(dims, m);
  cost->matrix(x, y, delta);
  const bool single = sizeof(TestType) == 4;
  for (const Task& task : {Task{single ? 1e-7 : 1}, Task{single ? 1.0 : 0.0, Index{50}}}) {
    INFO(to_text(task));
    CostMatrix<TestType> matrix{delta.data(), n, m, E.data()};
    align(std::span(&matrix, 1), options_of<TestType>(task));
    cost->jacobian_product(x, y, E, dx_wanted);
    cost->jacobian_product(y, x, E.transpose(), dy_wanted);
    Values E_put_together = Values::Zero(n, m);
    const MatrixParts<TestType> put = [&](Index row, Index column, const ConstMatrixRef<TestType>& part) {
      E_put_together.block(row, column, part.rows(), part.cols()) = part;
    };
    Pair<TestType> pair{.x = x.data(),
                        .n = n,
                        .y = y.data(),
                        .m = m,
                        .dx = dx.data(),
                        .dy = dy.data(),
                        .E = E_whole.data(),
                        .E_parts = &put};
    Alignment<TestType> how = options_of<TestType>(task);
    how.cost = cost;
    align(std::span(&pair, 1), dims, how);
    CHECK(pair.value == matrix.value);
    CHECK(E_whole == E);
    CHECK(E_put_together == E);
    CHECK(dx == dx_wanted);
    CHECK((dy - dy_wanted).norm() <= 100 * std::numeric_limits<TestType>::epsilon() * dy_wanted.norm());
  }
  CostMatrix<TestType> matrix{delta.data(), n, m};
  align(std::span(&matrix, 1), {.gamma = 1, .band = 50}, ExpectedCost());
  Pair<TestType> value{x.data(), n, y.data(), m};
  align(std::span(&value, 1), dims, {.gamma = 1, .band = 50, .cost = cost}, ExpectedCost());
  CHECK(value.value == matrix.value);
  auto bad = x_numbers;
  bad[static_cast<std::size_t>(dims * 2000)] = std::numeric_limits<TestType>::infinity();
  Pair<TestType> pair{bad.data(), n, y.data(), m};
  CHECK_THROWS_WITH(align(std::span(&pair, 1), dims, {.gamma = 1, .cost = cost}),
                    ContainsSubstring("pair 1, cost of steps 2001 and 1: expected a finite number"));
}

TEMPLATE_TEST_CASE("a limit leaves a DTW as it is, or makes it infinite where it is above", "", float, double) {
  Random random(57);
  constexpr Index kSteps = 70, kPairs = 40;
  const Matrix<TestType> x = random_walks(kSteps, 1, kPairs, random).template cast<TestType>();
  const Matrix<TestType> y = random_walks(kSteps, 1, kPairs, random).template cast<TestType>();
  for (const std::optional<Index> band : {std::optional<Index>(), {6}}) {
    std::vector<Pair<TestType>> pairs;
    for (Index b = 0; b < kPairs; ++b)
      pairs.push_back({.x = x.col(b).data(), .n = kSteps, .y = y.col(b).data(), .m = kSteps});
    std::vector<Pair<TestType>> free = pairs;
    align<TestType>(free, 1, {.band = band});
    for (const double share : {0.01, 0.7, 1.0, 2.0}) {
      for (std::size_t b = 0; b < pairs.size(); ++b) pairs[b].limit = share * free[b].value;
      align<TestType>(pairs, 1, {.band = band});
      Index abandoned = 0;
      for (std::size_t b = 0; b < pairs.size(); ++b) {
        const bool is_infinite = std::isinf(pairs[b].value);
        abandoned += is_infinite ? 1 : 0;
        CHECK((is_infinite ? share < 1 : pairs[b].value == free[b].value));
      }
      if (share == 0.01) CHECK(abandoned > 0);
    }
  }
}
