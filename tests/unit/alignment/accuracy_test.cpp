// What align.hpp promises of its precision, against long double: narrow, long and square shapes, any γ.
#include <algorithm>
#include <numeric>

#include "softwarp/alignment/reference.hpp"
#include "support/alignment_support.hpp"
#include "support/catch.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

double norm(const std::vector<double>& v) { return std::sqrt(std::inner_product(v.begin(), v.end(), v.begin(), 0.0)); }

template <class Real>
double error_norm(const std::vector<Real>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::pow(static_cast<double>(a[i]) - b[i], 2);
  return std::sqrt(sum);
}

// Series that do not wander off: many alignments share the probability.
template <class Real>
std::vector<Real> noise(Random& random, Index steps) {
  std::vector<Real> series(static_cast<std::size_t>(steps));
  for (Real& value : series) value = static_cast<Real>(random.normal());
  return series;
}

struct Shape {
  Index n, m;
};

}  // namespace

TEMPLATE_TEST_CASE("where there is but one alignment, all probability goes there", "", float, double) {
  Random random(21);
  for_each_target([&](const std::string& target) {
    for (const Shape& shape : {Shape{1, 2000}, Shape{2000, 1}}) {
      const Index n = shape.n, m = shape.m;
      for (const double gamma : {10.0, 0.1}) {
        INFO(target << ", " << n << " x " << m << ", gamma " << gamma);
        Pairs<TestType> data;
        data.add(noise<TestType>(random, n), noise<TestType>(random, m), true);
        data.align({gamma});
        CHECK(std::count(data.E[0].begin(), data.E[0].end(), TestType{1}) == 2000);
      }
    }
  });
}

TEMPLATE_TEST_CASE("values, gradients and entropies are as precise as promised, narrow, long and square", "", float,
                   double) {
  Random random(22);
  for (const Shape& shape : {Shape{2, 512}, Shape{5, 3000}, Shape{3000, 2}, Shape{512, 512}}) {
    const Index n = shape.n, m = shape.m;
    Pairs<TestType> data;
    data.add(noise<TestType>(random, n), noise<TestType>(random, m));
    data.want_dy = true;
    const auto steps = static_cast<double>(n + m);
    for (const double gamma : {1e6, 21.0, 0.5}) {
      for (const Task& task : every_quantity({gamma})) {
        const Exact wanted = exact(data.x[0], data.y[0], 1, task);
        const double unit = std::numeric_limits<TestType>::epsilon() * std::max(1.0, wanted.largest / gamma);
        const double scale = std::max({std::abs(wanted.value), wanted.largest, gamma * steps});
        const double cubes = std::pow(static_cast<double>(n), 3) + std::pow(static_cast<double>(m), 3);
        const double time = (1 - alpha(task)) * cubes / static_cast<double>(3 * n * m) / gamma;
        const bool sharp = asks_for<ExpectedCost>(task), soft = asks_for<Minimum>(task);
        for_each_target([&](const std::string& target) {
          INFO(target << ", " << n << " x " << m << ", " << to_text(task));
          data.align(task);
          const double error = std::abs(data.pairs[0].value - wanted.value);
          CHECK(error <= (soft ? 2 : sharp ? 8 : 8 + steps / 16) * unit * scale);
          const double allowed = (8 + (soft ? steps / 16 : steps)) * (1 + time) * unit;
          CHECK(error_norm(data.dx[0], wanted.dx) <= allowed * norm(wanted.terms_x));
          CHECK(error_norm(data.dy[0], wanted.dy) <= allowed * norm(wanted.terms_y));
          if (!sharp) return;
          CHECK(std::abs(data.pairs[0].entropy - wanted.entropy) <= (8 + steps / 4) * unit * (1 + wanted.entropy));
          if (gamma == 1e6) CHECK(error <= (8 + steps / 4) * unit * wanted.value);
        });
      }
    }
  }
}

TEST_CASE("sharp soft-DTW keeps its digits where gamma is far above the costs") {
  const std::vector<float> x{0, 2, 1, 0, 2, 2, 0, 1, 1, 0, 2, 0}, y{1, 0, 0, 2, 1, 0, 2, 1, 2, 2};
  for (const double gamma : {1e3, 1e6, 1e9}) {
    Pairs<float> data;
    data.add(x, y);
    const Task task{gamma, {}, ExpectedCost()};
    data.align(task);
    CHECK(data.pairs[0].value == Approx(exact(x, y, 1, task).value).epsilon(1e-6));
  }
}

TEMPLATE_TEST_CASE("DTW: the value is as precise as promised, and the path as cheap", "", float, double) {
  Random random(23);
  for (const Shape& shape : {Shape{2, 512}, Shape{5, 3000}, Shape{3000, 2}, Shape{512, 512}}) {
    const Index n = shape.n, m = shape.m;
    for (const Index dims : {1, 3}) {
      Pairs<TestType> data(dims);
      data.add(noise<TestType>(random, n * dims), noise<TestType>(random, m * dims), true);
      const double least = exact(data.x[0], data.y[0], dims, {0}).value;
      const double limit = static_cast<double>(n + m + dims) * std::numeric_limits<TestType>::epsilon() / 2;
      for_each_target([&](const std::string& target) {
        INFO(target << ", " << n << " x " << m << ", " << dims << " dimensions");
        data.align({0});
        CHECK(data.pairs[0].value == Approx(least).epsilon(limit));
        const auto matrix = [&](const std::vector<TestType>& v) {
          return Matrix<double>(Eigen::Map<const Matrix<TestType>>(v.data(), dims, static_cast<Index>(v.size()) / dims)
                                    .template cast<double>());
        };
        const Matrix<double> cost = reference::squared_euclidean(matrix(data.x[0]), matrix(data.y[0]));
        double path = 0;
        for (std::size_t k = 0; k < data.E[0].size(); ++k) path += static_cast<double>(data.E[0][k]) * cost.data()[k];
        CHECK(path <= least * (1 + 2 * limit + 1e-14));
      });
    }
  }
}
