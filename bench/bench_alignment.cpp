// Time per cell of the alignment. Names are WHAT/PRECISION/TARGET/BATCH/LENGTH/GAMMA: WHAT is value, gradient (value
// and dx), gradients (value, dx and dy) or dtw (value at γ = 0); TARGET is a SIMD target or "reference", the plain code
// in double. Every case is checked against the reference (beyond 3000 steps: against the kernel in double) before it is
// timed.
#include <benchmark/benchmark.h>

#include <map>

#include "softwarp/alignment/reference.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/core/parallel.hpp"
#include "support/alignment_support.hpp"

using namespace softwarp;
using softwarp::test::Pairs;

namespace {

struct Case {
  std::string what, precision, target;
  Index batch, length;
  double gamma;
  int threads = 1;
};

// z-normalised random walks; the series of the archive are normalised in the same way.
std::vector<double> series(Random& random, Index length) {
  auto walk = test::random_walk<double>(random, length);
  Eigen::Map<Vector<double>> values(walk.data(), length);
  const double mean = values.mean();
  values.array() -= mean;
  values /= std::sqrt(values.squaredNorm() / static_cast<double>(length)) + 1e-12;
  return walk;
}

struct Answer {
  double value = 0;
  std::vector<double> dx, dy;
};

// The correct result of a pair, computed once for all targets and precisions.
const Answer& answer(const Case& c, Index number, const std::vector<double>& x, const std::vector<double>& y) {
  static std::map<std::tuple<Index, Index, double>, Answer> known;
  Answer& a = known[{c.length, number, c.gamma}];
  if (!a.dx.empty()) return a;
  a.dx.resize(x.size());
  a.dy.resize(y.size());
  if (c.length > 3000) {
    Pair<double> pair{x.data(), c.length, y.data(), c.length, a.dx.data(), a.dy.data()};
    align(std::span(&pair, 1), 1, {.gamma = c.gamma});
    a.value = pair.value;
    return a;
  }
  const auto row = [&](const std::vector<double>& v) {
    return Eigen::Map<const Matrix<double>>(v.data(), 1, c.length);
  };
  const Matrix<double> cost = reference::squared_euclidean(row(x), row(y));
  Matrix<double> E;
  a.value = c.gamma > 0 ? reference::soft_dtw(cost, c.gamma, &E) : reference::dtw(cost, &E);
  Eigen::Map<Matrix<double>>(a.dx.data(), 1, c.length) =
      reference::squared_euclidean_jacobian_product(row(x), row(y), E);
  Eigen::Map<Matrix<double>>(a.dy.data(), 1, c.length) =
      reference::squared_euclidean_jacobian_product(row(y), row(x), E.transpose());
  return a;
}

// Checks one pair; the first and the last pair of a batch stand for all of them.
void check(const Case& c, Index number, const Answer& found, const std::vector<double>& x,
           const std::vector<double>& y) {
  const Answer& wanted = answer(c, number, x, y);
  const double tolerance = c.precision == "float" ? 2e-3 : 1e-7;  // at γ = 0.001 the reference itself is off by 1e-8
  const double scale = std::max({1.0, std::abs(wanted.value), c.gamma * static_cast<double>(c.length)});
  if (!(std::abs(found.value - wanted.value) < tolerance * scale) ||
      (c.what.starts_with("gradient") && !(test::relative_error(found.dx, wanted.dx) < tolerance)) ||
      (c.what == "gradients" && !(test::relative_error(found.dy, wanted.dy) < tolerance))) {
    throw Error("wrong result");
  }
}

template <class Real>
void kernel(benchmark::State& state, const Case& c) {
  set_simd(c.target);
  set_threads(c.threads);
  Random random(1);
  Pairs<Real> data;
  std::vector<std::vector<double>> x, y;
  for (Index b = 0; b < c.batch; ++b) {
    const auto round = [](const std::vector<double>& v) { return std::vector<Real>(v.begin(), v.end()); };
    x.push_back(series(random, c.length));
    y.push_back(series(random, c.length));
    data.add(round(x.back()), round(y.back()));
  }
  data.want_dy = c.what == "gradients";
  data.align({.gamma = c.gamma});
  for (const Index b : {Index{0}, c.batch - 1}) {
    const auto at = static_cast<std::size_t>(b);
    const auto &dx = data.dx[at], &dy = data.dy[at];
    check(c, b, {data.pairs[at].value, {dx.begin(), dx.end()}, {dy.begin(), dy.end()}}, x[at], y[at]);
  }
  if (!c.what.starts_with("gradient")) {
    for (auto& pair : data.pairs) pair.dx = nullptr;
  }
  for (auto _ : state) align(std::span(data.pairs), 1, {.gamma = c.gamma});
}

void plain(benchmark::State& state, const Case& c) {
  Random random(1);
  const auto x = series(random, c.length), y = series(random, c.length);
  const Eigen::Map<const Matrix<double>> a(x.data(), 1, c.length), b(y.data(), 1, c.length);
  for (auto _ : state)
    for (Index pair = 0; pair < c.batch; ++pair) {
      const Matrix<double> cost = reference::squared_euclidean(a, b);
      Matrix<double> E;
      Matrix<double>* wanted = c.what == "gradient" ? &E : nullptr;
      double value = c.gamma > 0 ? reference::soft_dtw(cost, c.gamma, wanted) : reference::dtw(cost, wanted);
      if (wanted != nullptr) value += reference::squared_euclidean_jacobian_product(a, b, E)(0);
      benchmark::DoNotOptimize(value);
    }
}

void add(const Case& c) {
  std::string name = c.what + "/" + c.precision + "/" + c.target + "/" + std::to_string(c.batch) + "/" +
                     std::to_string(c.length) + "/" + to_text(c.gamma);
  if (c.threads > 1) name += "/threads:" + std::to_string(c.threads);
  auto* run = benchmark::RegisterBenchmark(name.c_str(), [c](benchmark::State& state) {
    try {
      if (c.target == "reference")
        plain(state, c);
      else if (c.precision == "float")
        kernel<float>(state, c);
      else
        kernel<double>(state, c);
      const double cells = static_cast<double>(c.batch * c.length * c.length);
      state.counters["cells_per_second"] = benchmark::Counter(cells, benchmark::Counter::kIsIterationInvariantRate);
    } catch (const Error& error) {
      state.SkipWithError(error.what());
    }
  });
  run->Unit(benchmark::kMicrosecond);
  if (c.threads > 1) run->UseRealTime();
}

}  // namespace

int main(int count, char** arguments) {
  const std::string best = simd_names().front();
  for (const Index length : {38, 128, 256, 512, 2048}) {
    for (const double gamma : {1.0, 0.001}) {
      for (const char* what : {"value", "gradient"}) {
        for (const Index batch : {1, 10, 64}) {
          if (batch * length <= 64 * 512) add({what, "double", "reference", batch, length, gamma});
        }
        for (const std::string& target : simd_names()) {
          for (const char* precision : {"float", "double"}) {
            for (const Index batch : {1, 10, 64}) add({what, precision, target, batch, length, gamma});
          }
        }
        for (const Index batch : {10, 64}) add({what, "float", best, batch, length, gamma, 2});
      }
    }
    add({"dtw", "double", "reference", 1, length, 0});
    for (const std::string& target : simd_names()) {
      for (const char* precision : {"float", "double"}) {
        for (const Index batch : {1, 10, 64}) add({"dtw", precision, target, batch, length, 0});
      }
    }
  }
  // For the curve over n (draw_alignment.py).
  for (const Index length : {16, 64, 1024, 4096}) {
    add({"gradient", "double", "reference", 1, length, 1});
    for (const std::string& target : simd_names()) {
      for (const char* precision : {"float", "double"}) {
        for (const Index batch : {1, 64}) add({"gradient", precision, target, batch, length, 1});
      }
    }
  }
  for (const char* precision : {"float", "double"}) {
    for (const Index length : {38, 128, 512}) {
      for (const Index batch : {1, 64}) add({"gradients", precision, best, batch, length, 1});
    }
    add({"gradient", precision, best, 1, 20000, 1});
  }

  benchmark::AddCustomContext("targets", best);
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
