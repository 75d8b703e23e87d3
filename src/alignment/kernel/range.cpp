#include "softwarp/alignment/kernel/range.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "softwarp/alignment/kernel/vector_code.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp::kernel {
namespace {

// Largest t = Δ·log2(e)/γ of a cell, and largest sum of t along some path. A cell dearer than the path cannot matter,
// so that its exponent may be cut at the floor of the format (cell-inl.h), which is below the second limit. `exponents`:
// costs and log2(e)/γ themselves must lie between 1/exponents and exponents, so that no product leaves the format.
struct Limits {
  double cell;
  double path;
  double exponents;
};
template <class Real>
constexpr Limits kSoftLimits = {0x1p51 - 1024, 0x1p60, std::numeric_limits<double>::infinity()};
template <>
constexpr Limits kSoftLimits<float> = {0x1p23 - 1024, 0x1p29, 0x1p100};
// For DTW, sums must not overflow.
template <class Real>
constexpr Limits kHardLimits = {std::numeric_limits<Real>::max() / 4, std::numeric_limits<Real>::max() / 4,
                                kSoftLimits<Real>.exponents};

bool within(double number, double exponents) { return number <= exponents && number >= 1 / exponents; }

struct Costs {
  double cell;  // at least the largest cost
  double path;  // at least the cost of one path
};

template <class Real>
double squared_distance(const Real* a, const Real* b, Index dims) {
  double sum = 0;
  for (Index k = 0; k < dims; ++k) {
    const double difference = static_cast<double>(a[k]) - static_cast<double>(b[k]);
    sum += difference * difference;
  }
  return sum;
}

// The costs, closer and in more time than from the largest values: the path is the line from corner to corner.
template <class Real>
Costs measure(const Item<Real>& item, Index dims) {
  const auto& [n, m] = std::pair(item.n, item.m);
  Costs costs{0, 0};
  for (Index k = 0; k < dims; ++k) {
    double x_low = item.x[k], x_high = x_low, y_low = item.y[k], y_high = y_low;
    for (Index i = 0; i < n; ++i) {
      x_low = std::min<double>(x_low, item.x[i * dims + k]);
      x_high = std::max<double>(x_high, item.x[i * dims + k]);
    }
    for (Index j = 0; j < m; ++j) {
      y_low = std::min<double>(y_low, item.y[j * dims + k]);
      y_high = std::max<double>(y_high, item.y[j * dims + k]);
    }
    const double widest = std::max(x_high - y_low, y_high - x_low);
    costs.cell += widest * widest;
  }
  const Index steps = std::max(n, m);
  for (Index s = 0; s < steps; ++s) {
    const Index i = steps == 1 ? 0 : (2 * s * (n - 1) + steps - 1) / (2 * (steps - 1));
    const Index j = steps == 1 ? 0 : (2 * s * (m - 1) + steps - 1) / (2 * (steps - 1));
    costs.path += squared_distance(item.x + i * dims, item.y + j * dims, dims);
  }
  return costs;
}

template <class Real>
[[noreturn]] void fail(const std::string& where, Real found) {
  throw NonFiniteError("alignment: " + where + ": expected a finite number, found " +
                       to_text(static_cast<double>(found)));
}

template <class Real>
const Real* find_not_finite(const Real* values, Index count) {
  return std::find_if_not(values, values + count, [](Real value) { return std::isfinite(value); });
}

template <class Real>
[[noreturn]] void fail_in_series(const std::string& name, const Real* values, Index steps, Index dims) {
  const Real* found = find_not_finite(values, steps * dims);
  fail(name + ", step " + std::to_string((found - values) / dims + 1), *found);
}

// Calls f(costs, row, column) with all costs of an item, in one part or in several.
template <class Real, class Function>
void for_costs(const Item<Real>& item, Function f) {
  if (item.cost_parts == nullptr) return f(Eigen::Map<const Matrix<Real>>(item.cost, item.n, item.m), 0, 0);
  constexpr Index kRows = 64, kColumns = 1024;  // half a megabyte at most
  Matrix<Real> part;
  for (Index column = 0; column < item.m; column += kColumns) {
    for (Index row = 0; row < item.n; row += kRows) {
      part.resize(std::min(kRows, item.n - row), std::min(kColumns, item.m - column));
      (*item.cost_parts)(row, column, part);
      f(Eigen::Map<const Matrix<Real>>(part.data(), part.rows(), part.cols()), row, column);
    }
  }
}

// Infinity where one is not finite.
template <class Real>
double largest_cost(const Item<Real>& item) {
  double found = 0;
  for_costs(item, [&](const auto& costs, Index, Index) {
    found = std::max<double>(found, largest(costs.data(), costs.size()));
  });
  return found;
}

template <class Real>
[[noreturn]] void fail_in_costs(const std::string& name, const Item<Real>& item) {
  for_costs(item, [&](const auto& costs, Index row, Index column) {
    const Real* found = find_not_finite(costs.data(), costs.size());
    const Index cell = found - costs.data();
    if (cell == costs.size()) return;
    fail(name + ", cost of steps " + std::to_string(row + cell % costs.rows() + 1) + " and " +
             std::to_string(column + cell / costs.rows() + 1),
         *found);
  });
  throw Error("alignment: " + name + ": expected the same costs whenever they are computed, found others");
}

}  // namespace

template <class Real>
Width check(const Item<Real>& item, Index place, Index dims, const Task& task) {
  const double scale = task.gamma > 0 ? std::numbers::log2e / task.gamma : 1;
  const Limits own = task.gamma > 0 ? kSoftLimits<Real> : kHardLimits<Real>;
  const Limits wide = task.gamma > 0 ? kSoftLimits<double> : kHardLimits<double>;
  const auto fits = [&](const Costs& costs, const Limits& limits) {
    return costs.cell * scale < limits.cell && costs.path * scale < limits.path && within(scale, limits.exponents) &&
           (costs.cell == 0 || within(costs.cell, limits.exponents));
  };

  Costs costs;
  bool negative = false;
  if (has_costs(item)) {
    costs.cell = largest_cost(item);
    if (!std::isfinite(costs.cell)) fail_in_costs(name_of(item, place), item);
    costs.path = costs.cell * static_cast<double>(item.n + item.m);
    // The float kernel rounds t ≤ 0 only.
    if (sizeof(Real) == 4) {
      for_costs(item, [&](const auto& part, Index, Index) { negative = negative || part.minCoeff() < 0; });
    }
  } else {
    const double x = largest(item.x, item.n * dims);
    const double y = largest(item.y, item.m * dims);
    if (!std::isfinite(x)) fail_in_series(name_of(item, place) + ", x", item.x, item.n, dims);
    if (!std::isfinite(y)) fail_in_series(name_of(item, place) + ", y", item.y, item.m, dims);
    costs.cell = static_cast<double>(dims) * (x + y) * (x + y);
    costs.path = costs.cell * static_cast<double>(std::max(item.n, item.m));
    if (!fits(costs, own)) costs = measure(item, dims);
  }
  if (fits(costs, own) && !negative) return Width::own;
  if (fits(costs, wide)) return Width::wide;
  // Larger ones would not give a finite value.
  throw NonFiniteError("alignment: " + name_of(item, place) + ": expected costs below " + to_text(wide.cell / scale) +
                       " at gamma = " + to_text(task.gamma) + ", found up to " + to_text(costs.cell));
}

template <class Real>
bool path_exceeds(double limit, const Item<Real>& item, Index dims) {
  if (has_costs(item)) return largest_cost(item) * static_cast<double>(item.n + item.m) > limit;
  double sum = 0;
  for (Index s = 0; s < std::max(item.n, item.m) && sum <= limit; ++s)
    sum += squared_distance(item.x + std::min(s, item.n - 1) * dims, item.y + std::min(s, item.m - 1) * dims, dims);
  return sum > limit;
}

template Width check(const Item<float>&, Index, Index, const Task&);
template Width check(const Item<double>&, Index, Index, const Task&);
template bool path_exceeds(double, const Item<float>&, Index);
template bool path_exceeds(double, const Item<double>&, Index);

}  // namespace softwarp::kernel
