/// What the tests of the alignment share: random series, all SIMD targets in turn, a reference in long double.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "alignment/align.hpp"
#include "alignment/band.hpp"
#include "core/random.hpp"
#include "core/simd.hpp"

namespace softwarp::test {

/// Runs body once under every SIMD target of this machine, then goes back to the best.
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
  std::vector<std::vector<Real>> x, y, dx, E;
  std::vector<Pair<Real>> pairs;
  Index dims;

  explicit Pairs(Index dims_ = 1) : dims(dims_) {}
  void add(std::vector<Real> x_, std::vector<Real> y_, bool want_E = false) {
    x.push_back(std::move(x_));
    y.push_back(std::move(y_));
    dx.emplace_back(x.back().size());
    E.emplace_back(want_E ? x.back().size() * y.back().size() / static_cast<std::size_t>(dims * dims) : 0);
  }
  void align(const Alignment& how) {
    pairs.clear();
    for (std::size_t b = 0; b < x.size(); ++b) {
      pairs.push_back({x[b].data(), static_cast<Index>(x[b].size()) / dims, y[b].data(),
                       static_cast<Index>(y[b].size()) / dims, dx[b].data(), 0, E[b].empty() ? nullptr : E[b].data()});
    }
    softwarp::align(std::span(pairs), dims, how);
  }
};

struct Exact {
  double value = 0;
  std::vector<double> dx, E;  // E column by column
};

/// Soft-DTW in long double: log-sum-exp forward, transition probabilities backward, which lose nothing at small γ.
template <class Real>
Exact exact(const std::vector<Real>& x, const std::vector<Real>& y, Index dims, double gamma,
            std::optional<Index> radius = {}) {
  using Long = long double;
  const Index n = static_cast<Index>(x.size()) / dims, m = static_cast<Index>(y.size()) / dims;
  const Band band(n, m, radius);
  const Long none = std::numeric_limits<Long>::infinity();
  const auto at = [&](Index i, Index j) { return static_cast<std::size_t>(i * (m + 2) + j); };
  std::vector<Long> r(static_cast<std::size_t>((n + 2) * (m + 2)), none), e(r.size(), 0);
  std::vector<std::array<Long, 3>> weight(r.size(), {0, 0, 0});
  r[at(0, 0)] = 0;
  for (Index i = 1; i <= n; ++i) {
    for (Index j = band.low(i - 1) + 1; j <= band.high(i - 1) + 1; ++j) {
      Long cost = 0;
      for (Index k = 0; k < dims; ++k) {
        const Long d = static_cast<Long>(x[static_cast<std::size_t>((i - 1) * dims + k)]) -
                       static_cast<Long>(y[static_cast<std::size_t>((j - 1) * dims + k)]);
        cost += d * d;
      }
      const std::array<Long, 3> from{r[at(i - 1, j)], r[at(i, j - 1)], r[at(i - 1, j - 1)]};
      const Long least = std::min({from[0], from[1], from[2]});
      if (gamma == 0) {
        const std::size_t best = from[2] == least ? 2 : from[0] == least ? 0 : 1;
        weight[at(i, j)][best] = 1;
        r[at(i, j)] = least + cost;
        continue;
      }
      Long sum = 0;
      for (std::size_t k = 0; k < 3; ++k)
        sum += weight[at(i, j)][k] = std::exp((least - from[k]) / static_cast<Long>(gamma));
      for (std::size_t k = 0; k < 3; ++k) weight[at(i, j)][k] /= sum;
      r[at(i, j)] = least - static_cast<Long>(gamma) * std::log(sum) + cost;
    }
  }
  Exact result{static_cast<double>(r[at(n, m)]), std::vector<double>(x.size()), {}};
  result.E.resize(static_cast<std::size_t>(n * m));
  std::vector<Long> dx(x.size(), 0);
  e[at(n, m)] = 1;
  for (Index i = n; i >= 1; --i) {
    for (Index j = m; j >= 1; --j) {
      if (!(i == n && j == m)) {
        e[at(i, j)] = (i < n ? weight[at(i + 1, j)][0] * e[at(i + 1, j)] : 0) +
                      (j < m ? weight[at(i, j + 1)][1] * e[at(i, j + 1)] : 0) +
                      (i < n && j < m ? weight[at(i + 1, j + 1)][2] * e[at(i + 1, j + 1)] : 0);
      }
      result.E[static_cast<std::size_t>(i - 1 + (j - 1) * n)] = static_cast<double>(e[at(i, j)]);
      for (Index k = 0; k < dims; ++k) {
        const auto place = static_cast<std::size_t>((i - 1) * dims + k);
        dx[place] += 2 * e[at(i, j)] *
                     (static_cast<Long>(x[place]) - static_cast<Long>(y[static_cast<std::size_t>((j - 1) * dims + k)]));
      }
    }
  }
  std::copy(dx.begin(), dx.end(), result.dx.begin());
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
