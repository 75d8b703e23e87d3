/// Batches and pairs of series: what a loss takes.
#pragma once

#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// A view of B series, one per column; it owns nothing.
/// Shapes: values [T·D × B], step by step down a column; lengths [B] in steps, or empty if every series has length T.
template <class Real>
struct Batch {
  ConstMatrixRef<Real> values;
  Index dims = 1;
  std::span<const Index> lengths = {};
  Index first = 0;  ///< place of the first series in the batch that this is a part of: messages count from its start

  Index count() const { return values.cols(); }
  Index steps() const { return values.rows() / dims; }
  Index length(Index b) const { return lengths.empty() ? steps() : lengths[static_cast<std::size_t>(b)]; }
  /// How messages count a series, from 1.
  Index number(Index b) const { return first + b + 1; }
};

/// A batch that owns its series.
template <class Real>
struct StoredBatch {
  Matrix<Real> values;
  Index dims = 1;
  std::vector<Index> lengths = {};

  operator Batch<Real>() const { return {values, dims, lengths}; }
};

/// The series first … first + count − 1 of a batch, as a view.
template <class Real>
Batch<Real> slice(const Batch<Real>& batch, Index first, Index count) {
  Batch<Real> part{batch.values.middleCols(first, count), batch.dims, batch.lengths, batch.first + first};
  if (!part.lengths.empty())
    part.lengths = part.lengths.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
  return part;
}

/// The listed series of a batch, in the given order.
template <class Real>
StoredBatch<Real> select(const Batch<Real>& batch, const std::vector<Index>& series) {
  StoredBatch<Real> chosen{batch.values(Eigen::all, series), batch.dims, {}};
  if (!batch.lengths.empty()) {
    for (const Index b : series) chosen.lengths.push_back(batch.length(b));
  }
  return chosen;
}

/// Takes the expected alignment of a pair in parts, from its last rows to its first, a few at a time.
/// Arguments: the first row of the part, its first column, and E there; all other cells of these rows are 0.
template <class Real>
using MatrixParts = std::function<void(Index row, Index column, const ConstMatrixRef<Real>& E)>;

/// One x to be compared with one y: the unit of work of losses and kernels, input and result. All values of x and y are
/// finite.
/// Shapes: x, dx [D×n], y, dy [D×m], visits [n].
template <class Real>
struct Pair {
  const Real* x = nullptr;
  Index n = 0;
  const Real* y = nullptr;
  Index m = 0;
  Real* dx = nullptr;      ///< out: ∂value/∂x, overwritten; null if not wanted
  Real* dy = nullptr;      ///< out: ∂value/∂y, likewise
  double value = 0;        ///< out
  Real* E = nullptr;       ///< out: expected alignment [n×m], column by column; null if not wanted
  Real* visits = nullptr;  ///< out: Σ_j E_ij, how many steps of y step i of x is matched with [n]; null if not wanted
  Index number = 0;        ///< of its series, from 1, as its owner counts; 0: it has none
  double entropy = 0;  ///< out: of the alignments, −Σ_A p(A) ln p(A), in nats, where ⟨E, Δ⟩ is asked for; else 0
  /// What the value is compared with: a DTW that is known to exceed it, may be given as infinity before it is known.
  double limit = std::numeric_limits<double>::infinity();
  const MatrixParts<Real>* E_parts = nullptr;  ///< takes E of the minimum in parts; null if not wanted
};

/// How messages call the pair at a place in a call, from 0: "series 3", by its number, or "pair 1" where it has none.
template <class Real>
std::string name_of(const Pair<Real>& pair, Index place) {
  return pair.number > 0 ? "series " + std::to_string(pair.number) : "pair " + std::to_string(place + 1);
}

}  // namespace softwarp
