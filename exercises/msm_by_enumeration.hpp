/// MSM without a recursion: the costs of all alignments, one by one. For the exercise soft_msm, and for short series.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "softwarp/core/types.hpp"

namespace exercises {

/// What a split or a merge costs, as the paper has it.
inline double split_or_merge(double u, double v, double w, double c) {
  if ((v <= u && u <= w) || (v >= u && u >= w)) return c;
  return c + std::min(std::abs(u - v), std::abs(u - w));
}

/// The costs of all alignments of x and y from their first steps on.   Cost: exponential in the lengths.
inline std::vector<double> msm_costs(const softwarp::Vector<double>& x, const softwarp::Vector<double>& y, double c) {
  std::vector<double> costs;
  const auto walk = [&](const auto& self, softwarp::Index i, softwarp::Index j, double cost) -> void {
    const bool more_x = i + 1 < x.size(), more_y = j + 1 < y.size();
    if (!more_x && !more_y) costs.push_back(cost);
    if (more_x && more_y) self(self, i + 1, j + 1, cost + std::abs(x[i + 1] - y[j + 1]));
    if (more_x) self(self, i + 1, j, cost + split_or_merge(x[i + 1], x[i], y[j], c));
    if (more_y) self(self, i, j + 1, cost + split_or_merge(y[j + 1], y[j], x[i], c));
  };
  walk(walk, 0, 0, std::abs(x[0] - y[0]));
  return costs;
}

/// min^γ of all of them; the least for γ = 0.
inline double soft_minimum(const std::vector<double>& costs, double gamma) {
  const double least = *std::min_element(costs.begin(), costs.end());
  if (gamma == 0) return least;
  double sum = 0;
  for (const double cost : costs) sum += std::exp((least - cost) / gamma);
  return least - gamma * std::log(sum);
}

}  // namespace exercises
