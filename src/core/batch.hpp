/// A batch of series, and a pair of series: what goes into a loss.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// B series, one a column; a view that owns nothing.
/// Shapes: values [T·D × B], step by step down a column; lengths [B] in steps, or empty where every series has all T.
template <class Real>
struct Batch {
  ConstMatrixRef<Real> values;
  Index dims = 1;
  std::span<const Index> lengths = {};

  Index count() const { return values.cols(); }
  Index steps() const { return values.rows() / dims; }
  Index length(Index b) const { return lengths.empty() ? steps() : lengths[static_cast<std::size_t>(b)]; }
};

/// A batch that owns its series.
template <class Real>
struct StoredBatch {
  Matrix<Real> values;
  Index dims = 1;
  std::vector<Index> lengths = {};

  operator Batch<Real>() const { return {values, dims, lengths}; }
};

/// Some series of a batch, in the given order.
template <class Real>
StoredBatch<Real> select(const Batch<Real>& batch, const std::vector<Index>& series) {
  StoredBatch<Real> chosen{batch.values(Eigen::all, series), batch.dims, {}};
  if (!batch.lengths.empty()) {
    for (const Index b : series) chosen.lengths.push_back(batch.length(b));
  }
  return chosen;
}

/// One x to be compared with one y: the unit of work of losses and kernels, input and result.
/// Shapes: x [D×n], y [D×m], dx [D×n], visits [n].   Every x and y value is finite.
template <class Real>
struct Pair {
  const Real* x = nullptr;
  Index n = 0;
  const Real* y = nullptr;
  Index m = 0;
  Real* dx = nullptr;      ///< out: ∂value/∂x, overwritten; null where no gradient is asked
  double value = 0;        ///< out
  Real* E = nullptr;       ///< out: expected alignment [n×m], column by column; null where it is not asked
  Real* visits = nullptr;  ///< out: Σ_j E_ij, how many steps of y step i of x meets [n]; null where it is not asked
  Index number = 0;        ///< of its series, from 1, as its owner counts; 0: it has none
};

/// How messages call the pair at a place in a call, from 0: "series 3", by its number, or "pair 1" where it has none.
template <class Real>
std::string name_of(const Pair<Real>& pair, Index place) {
  return pair.number > 0 ? "series " + std::to_string(pair.number) : "pair " + std::to_string(place + 1);
}

}  // namespace softwarp
