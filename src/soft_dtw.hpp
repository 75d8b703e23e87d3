/// Soft-DTW of two series in one plain call, without a loss, a network or a batch.
///
///     std::vector<double> x{0, 1, 2}, y{0, 2, 2}, dx(3);
///     const double value = softwarp::soft_dtw(x, y, /*gamma=*/1, dx);
#pragma once

#include "softwarp/alignment/align.hpp"
#include "softwarp/core/series.hpp"

namespace softwarp {
namespace detail {

template <class Real>
double soft_dtw(const SeriesView<Real>& x, const SeriesView<Real>& y, double gamma, const SeriesRef<Real>* dx) {
  Pair<Real> pair = pair_of(x, y);
  if (dx != nullptr) {
    if (dx->dims() != x.dims() || dx->steps() != x.steps()) {
      const auto shape = [](const auto& s) { return std::to_string(s.dims()) + "x" + std::to_string(s.steps()); };
      throw Error("soft-DTW: expected dx [" + shape(x) + "] as x, found [" + shape(*dx) + "]");
    }
    pair.dx = dx->data();
  }
  align(std::span(&pair, 1), x.dims(), {.gamma = gamma});
  return pair.value;
}

}  // namespace detail

/// Soft-DTW of x and y and, if dx is given, its gradient ∂value/∂x.   value = min^γ over alignments A of ⟨A, Δ⟩,
/// Δ_ij = ‖x_i − y_j‖²; γ = 0 gives DTW
/// Shapes: x, dx [D×n], y [D×m], n, m ≥ 1, as spans, vectors, matrices or (data, dims, steps) (core/series.hpp).
/// Units: value and γ in signal², dx in signal.
/// Throws: Error if γ is out of range (alignment.hpp), shapes do not match, or a number is not finite.
/// Cost: O(n·m) time, O((n + m)·√n) memory.   Source: [CB17] Alg. 1, 2.
inline double soft_dtw(const SeriesView<float>& x, const SeriesView<float>& y, double gamma) {
  return detail::soft_dtw<float>(x, y, gamma, nullptr);
}
inline double soft_dtw(const SeriesView<double>& x, const SeriesView<double>& y, double gamma) {
  return detail::soft_dtw<double>(x, y, gamma, nullptr);
}
inline double soft_dtw(const SeriesView<float>& x, const SeriesView<float>& y, double gamma, SeriesRef<float> dx) {
  return detail::soft_dtw(x, y, gamma, &dx);
}
inline double soft_dtw(const SeriesView<double>& x, const SeriesView<double>& y, double gamma, SeriesRef<double> dx) {
  return detail::soft_dtw(x, y, gamma, &dx);
}

}  // namespace softwarp
