/// Small long series for tests.
#pragma once

#include <cmath>
#include <memory>
#include <vector>

#include "softwarp/core/random.hpp"
#include "softwarp/data/windows.hpp"

namespace softwarp::test {

/// Columns over the same rows, all of them targets.   Shapes: values [C×T].
inline LongSeriesSet long_set(const std::vector<Matrix<double>>& all_values) {
  LongSeriesSet set;
  set.name = "Own";
  for (Index c = 0; c < all_values.front().rows(); ++c)
    set.columns.push_back(std::string(1, static_cast<char>('a' + c)));
  set.targets = all_values.front().rows();
  for (const Matrix<double>& values : all_values) {
    set.series.push_back({.id = {}, .first = 0, .values = values, .where = "Own:1"});
    if (all_values.size() > 1) set.series.back().id = std::to_string(set.series.size());
  }
  return set;
}

/// A daily wave with noise and a slow wander in each column.
inline Matrix<double> daily_waves(Index columns, Index steps, std::uint64_t seed) {
  Random random(seed);
  Matrix<double> values(columns, steps);
  for (Index c = 0; c < columns; ++c) {
    double wander = 0;
    for (Index t = 0; t < steps; ++t) {
      wander += 0.05 * random.normal();
      const double wave = std::sin(2 * 3.141592653589793 * static_cast<double>(t + 3 * c) / 24);
      values(c, t) = 10 * static_cast<double>(c + 1) + wave + wander + 0.1 * random.normal();
    }
  }
  return values;
}

inline std::shared_ptr<const MeasuredSeries> measured_until(LongSeriesSet set, Index end) {
  return std::make_shared<const MeasuredSeries>(measured(std::move(set), end));
}

}  // namespace softwarp::test
