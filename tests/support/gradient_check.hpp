/// Checks gradients against central differences.
#pragma once

#include <algorithm>
#include <array>
#include <functional>

#include "softwarp/core/types.hpp"
#include "support/random_series.hpp"

namespace softwarp::test {

/// A function of many points at once, one per column.
using BatchFunction = std::function<Vector<double>(const Matrix<double>&)>;

/// Sixth-order central differences of f with step h, one for each coordinate. The truncation error is h⁶/140 times the
/// seventh derivative, the rounding error about ε·|f|/h: choose h well below the scale on which f bends.
inline Vector<double> batch_central_differences(const BatchFunction& f, const Vector<double>& at, double h) {
  constexpr std::array kSteps{1, -1, 2, -2, 3, -3}, kWeights{45, -45, -9, 9, 1, -1};
  constexpr auto kCount = static_cast<Index>(kSteps.size());
  Matrix<double> points = at.replicate(1, kCount * at.size());
  for (Index k = 0; k < at.size(); ++k) {
    for (Index s = 0; s < kCount; ++s) points(k, k * kCount + s) += kSteps[static_cast<std::size_t>(s)] * h;
  }
  const Vector<double> values = f(points);
  Vector<double> estimate = Vector<double>::Zero(at.size());
  for (Index k = 0; k < at.size(); ++k) {
    for (Index s = 0; s < kCount; ++s) estimate[k] += kWeights[static_cast<std::size_t>(s)] * values[k * kCount + s];
  }
  return estimate / (60 * h);
}
inline Vector<double> central_differences(const std::function<double(const Vector<double>&)>& f,
                                          const Vector<double>& at, double h) {
  const auto one_by_one = [&](const Matrix<double>& points) {
    Vector<double> values(points.cols());
    for (Index k = 0; k < points.cols(); ++k) values[k] = f(points.col(k));
    return values;
  };
  return batch_central_differences(one_by_one, at, h);
}

/// ‖g − ĝ‖ / max(‖g‖, ‖ĝ‖, floor), with ĝ from central differences.
inline double gradient_error(const Vector<double>& estimate, const Vector<double>& g, double floor = 1e-8) {
  return (g - estimate).norm() / std::max({g.norm(), estimate.norm(), floor});
}
inline double gradient_error(const std::function<double(const Vector<double>&)>& f, const Vector<double>& at,
                             const Vector<double>& g, double h, double floor = 1e-8) {
  return gradient_error(central_differences(f, at, h), g, floor);
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
