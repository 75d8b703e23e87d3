/// What the tests of the alignment share: random series, all SIMD targets in turn, a reference in long double.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "softwarp/alignment/align.hpp"
#include "softwarp/alignment/band.hpp"
#include "softwarp/alignment/kernel/backend.hpp"
#include "softwarp/core/random.hpp"
#include "softwarp/core/simd.hpp"

namespace softwarp::test {

using kernel::Task;

/// The alignment options of a task, for either type.
template <class Real>
Alignment<Real> options_of(const Task& task) {
  return {.gamma = task.gamma, .band = task.band};
}

/// Runs body once under every SIMD target of this machine, then switches back to the best.
template <class Body>
void for_each_target(Body body) {
  for (const std::string& name : simd_names()) {
    set_simd(name);
    body(name);
  }
  set_simd("auto");
}

template <class Real>
std::vector<Real> random_walk(Random& random, Index steps, Index dims = 1, double step_size = 1) {
  std::vector<Real> series(static_cast<std::size_t>(steps * dims));
  for (std::size_t i = 0; i < series.size(); ++i) {
    const double before =
        i < static_cast<std::size_t>(dims) ? 0 : static_cast<double>(series[i - static_cast<std::size_t>(dims)]);
    series[i] = static_cast<Real>(before + step_size * random.normal());
  }
  return series;
}

/// Pairs that own their series and results.
template <class Real>
struct Pairs {
  std::vector<std::vector<Real>> x, y, dx, dy, E;
  std::vector<Pair<Real>> pairs;
  Index dims;
  bool want_dy = false;

  explicit Pairs(Index dims_ = 1) : dims(dims_) {}
  void add(std::vector<Real> x_, std::vector<Real> y_, bool want_E = false) {
    x.push_back(std::move(x_));
    y.push_back(std::move(y_));
    dx.emplace_back(x.back().size());
    dy.emplace_back(y.back().size());
    E.emplace_back(want_E ? x.back().size() * y.back().size() / static_cast<std::size_t>(dims * dims) : 0);
  }
  void align(const Task& task) {
    pairs.clear();
    for (std::size_t b = 0; b < x.size(); ++b) {
      pairs.push_back({.x = x[b].data(),
                       .n = static_cast<Index>(x[b].size()) / dims,
                       .y = y[b].data(),
                       .m = static_cast<Index>(y[b].size()) / dims,
                       .dx = dx[b].data(),
                       .dy = want_dy ? dy[b].data() : nullptr,
                       .E = E[b].empty() ? nullptr : E[b].data()});
    }
    softwarp::align(std::span(pairs), dims, options_of<Real>(task), task.quantity);
  }
};

/// Every quantity with every γ of a list; γ = 0 only with the quantity that allows it.
inline std::vector<Task> every_quantity(const std::vector<double>& gammas, std::optional<Index> band = {}) {
  std::vector<Task> all;
  for (const double gamma : gammas) {
    all.push_back({gamma, band});
    if (gamma == 0) continue;
    all.push_back({gamma, band, ExpectedCost()});
    all.push_back({gamma, band, ShapeAndTime{.alpha = 0.3}});
  }
  return all;
}

template <class WhichQuantity>
bool asks_for(const Task& task) {
  return std::holds_alternative<WhichQuantity>(task.quantity);
}

/// The relative error that rounding may cause, for series with an amplitude of a few steps.
template <class Real>
double tolerance(const Task& task) {
  const double minimum = sizeof(Real) == 4 ? 2e-5 : 1e-11;
  if (asks_for<Minimum>(task)) return minimum;
  if (asks_for<ExpectedCost>(task)) return 5 * minimum;
  // Sums of Ω/(n·m) are rounded, and their differences count in units of γ: in float, 200×131 steps come to 9e-3
  // at γ = 0.001.
  return minimum * (48 + 0.5 / task.gamma);
}

inline std::string to_text(const Task& task) {
  constexpr std::array kNames{"minimum", "expected cost", "shape and time"};
  return std::string(kNames[task.quantity.index()]) + ", gamma " + std::to_string(task.gamma) +
         (task.band ? ", band " + std::to_string(*task.band) : "");
}

struct Exact {
  double value = 0;
  std::vector<double> dx, dy, E;         // E column by column
  std::vector<double> terms_x, terms_y;  // as dx and dy, of which they are the sums: |2 E_ij (x_i − y_j)|
  double largest = 0;                    // Δ
  double entropy = 0;                    // of the alignments, where ⟨E, Δ⟩ is asked for
};

/// Any quantity in long double: log-sum-exp forward, transition probabilities backward, which lose nothing at small γ.
/// A dot is the derivative along the direction of the quantity.
template <class Real>
Exact exact(const std::vector<Real>& x, const std::vector<Real>& y, Index dims, const Task& task) {
  using Long = long double;
  using Three = std::array<Long, 3>;
  const Index n = static_cast<Index>(x.size()) / dims, m = static_cast<Index>(y.size()) / dims;
  const Band band(n, m, task.band);
  const Long gamma = static_cast<Long>(task.gamma);
  const Long none = std::numeric_limits<Long>::infinity();
  const bool time = asks_for<ShapeAndTime>(task);
  const Long shape = asks_for<ExpectedCost>(task) ? 0 : static_cast<Long>(alpha(task));  // of the value
  const Long along = asks_for<Minimum>(task) ? 0 : time ? (1 - shape) / static_cast<Long>(n * m) : 1;
  const auto at = [&](Index i, Index j) { return static_cast<std::size_t>(i * (m + 2) + j); };
  const auto size = static_cast<std::size_t>((n + 2) * (m + 2));
  std::vector<Long> r(size, none), r_dot(size, 0), e(size, 0), e_dot(size, 0);
  std::vector<Three> weight(size, Three{}), weight_dot(size, Three{});
  r[at(0, 0)] = 0;
  Long largest = 0;
  for (Index i = 1; i <= n; ++i) {
    for (Index j = band.low(i - 1) + 1; j <= band.high(i - 1) + 1; ++j) {
      Long cost = 0;
      for (Index k = 0; k < dims; ++k) {
        const Long d = static_cast<Long>(x[static_cast<std::size_t>((i - 1) * dims + k)]) -
                       static_cast<Long>(y[static_cast<std::size_t>((j - 1) * dims + k)]);
        cost += d * d;
      }
      largest = std::max(largest, cost);
      const std::array<std::size_t, 3> before{at(i - 1, j), at(i, j - 1), at(i - 1, j - 1)};
      const Long least = std::min({r[before[0]], r[before[1]], r[before[2]]});
      Three& w = weight[at(i, j)];
      if (gamma == 0) {
        w[r[before[2]] == least ? 2 : r[before[0]] == least ? 0 : 1] = 1;
        r[at(i, j)] = least + cost;
        continue;
      }
      Long sum = 0, mean = 0;
      for (std::size_t k = 0; k < 3; ++k) sum += w[k] = std::exp((least - r[before[k]]) / gamma);
      for (std::size_t k = 0; k < 3; ++k) mean += (w[k] /= sum) * r_dot[before[k]];
      for (std::size_t k = 0; k < 3; ++k) weight_dot[at(i, j)][k] = w[k] * (mean - r_dot[before[k]]) / gamma;
      r[at(i, j)] = least - gamma * std::log(sum) + cost;
      r_dot[at(i, j)] = along * (time ? static_cast<Long>((i - j) * (i - j)) : cost) + mean;
    }
  }
  Exact result;
  result.value = static_cast<double>((shape > 0 ? shape * r[at(n, m)] : 0) + r_dot[at(n, m)]);
  result.E.resize(static_cast<std::size_t>(n * m));
  result.largest = static_cast<double>(largest);
  if (asks_for<ExpectedCost>(task)) result.entropy = static_cast<double>((r_dot[at(n, m)] - r[at(n, m)]) / gamma);
  std::vector<Long> dx(x.size(), 0), dy(y.size(), 0), terms_x = dx, terms_y = dy;
  e[at(n, m)] = 1;
  e_dot[at(n, m)] = asks_for<ExpectedCost>(task) ? 1 : shape;
  for (Index i = n; i >= 1; --i) {
    for (Index j = m; j >= 1; --j) {
      const std::array<std::size_t, 3> after{at(i + 1, j), at(i, j + 1), at(i + 1, j + 1)};
      for (std::size_t k = 0; k < 3; ++k) {
        e[at(i, j)] += weight[after[k]][k] * e[after[k]];
        e_dot[at(i, j)] += weight_dot[after[k]][k] * e[after[k]] + weight[after[k]][k] * e_dot[after[k]];
      }
      result.E[static_cast<std::size_t>(i - 1 + (j - 1) * n)] = static_cast<double>(e_dot[at(i, j)]);
      for (Index k = 0; k < dims; ++k) {
        const auto x_place = static_cast<std::size_t>((i - 1) * dims + k);
        const auto y_place = static_cast<std::size_t>((j - 1) * dims + k);
        const Long term = 2 * e_dot[at(i, j)] * (static_cast<Long>(x[x_place]) - static_cast<Long>(y[y_place]));
        dx[x_place] += term;
        dy[y_place] -= term;
        terms_x[x_place] += std::abs(term);
        terms_y[y_place] += std::abs(term);
      }
    }
  }
  result.dx.assign(dx.begin(), dx.end());
  result.dy.assign(dy.begin(), dy.end());
  result.terms_x.assign(terms_x.begin(), terms_x.end());
  result.terms_y.assign(terms_y.begin(), terms_y.end());
  return result;
}

/// ‖a − b‖₂ / ‖b‖₂, or the difference alone where b is nearly zero.
template <class A, class B>
double relative_error(const std::vector<A>& a, const std::vector<B>& b, double least = 1e-9) {
  double error = 0, norm = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    error += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    norm += std::pow(static_cast<double>(b[i]), 2);
  }
  return std::sqrt(error) / std::max(std::sqrt(norm), least);
}

}  // namespace softwarp::test
