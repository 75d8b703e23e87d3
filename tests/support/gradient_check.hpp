/// Checks gradients against central differences.
#pragma once

#include <algorithm>
#include <functional>

#include "softwarp/core/types.hpp"
#include "support/random_series.hpp"

namespace softwarp::test {

/// Sixth-order central differences of f with step h, one for each coordinate. The truncation error is h⁶/140 times the
/// seventh derivative, the rounding error about ε·|f|/h: choose h well below the scale on which f bends.
inline Vector<double> central_differences(const std::function<double(const Vector<double>&)>& f,
                                          const Vector<double>& at, double h) {
  Vector<double> estimate(at.size());
  Vector<double> moved = at;
  const auto difference = [&](Index k, double step) {
    moved[k] = at[k] + step;
    const double up = f(moved);
    moved[k] = at[k] - step;
    const double down = f(moved);
    moved[k] = at[k];
    return up - down;
  };
  for (Index k = 0; k < at.size(); ++k) {
    estimate[k] = (45 * difference(k, h) - 9 * difference(k, 2 * h) + difference(k, 3 * h)) / (60 * h);
  }
  return estimate;
}

/// ‖g − ĝ‖ / max(‖g‖, ‖ĝ‖, floor), with ĝ from central differences with step h.
inline double gradient_error(const std::function<double(const Vector<double>&)>& f, const Vector<double>& at,
                             const Vector<double>& g, double h, double floor = 1e-8) {
  const Vector<double> estimate = central_differences(f, at, h);
  return (g - estimate).norm() / std::max({g.norm(), estimate.norm(), floor});
}

/// Directions of length 1, one per column, in which to move n numbers: each alone if there are few; of many, all
/// together in random directions, since a wrong gradient is almost never at right angles to all of those.
inline Matrix<double> directions(Index n, Random& random) {
  if (n <= 60) return Matrix<double>::Identity(n, n);
  return random_matrix(n, 20, random).colwise().normalized();
}

/// Whether f has no kink within reach of its differences: with a quarter of the step they are the same.
inline bool is_smooth(const std::function<double(const Vector<double>&)>& f, const Vector<double>& at, double h) {
  return gradient_error(f, at, central_differences(f, at, h / 4), h) <= 1e-8;
}

}  // namespace softwarp::test
