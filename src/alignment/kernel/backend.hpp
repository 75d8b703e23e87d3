/// What stands below align(): the machinery that aligns pairs under the squared Euclidean cost, or given cost matrices.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "softwarp/alignment/alignment.hpp"
#include "softwarp/core/batch.hpp"

namespace softwarp::kernel {

/// What is asked of all pairs of a call; checked.
struct Task {
  double gamma = 0;
  std::optional<Index> band = {};
  Quantity quantity = Minimum();
};

/// The share of the shape, where shape and time are asked for; else 1.
inline double alpha(const Task& task) {
  const auto* time = std::get_if<ShapeAndTime>(&task.quantity);
  return time == nullptr ? 1 : time->alpha;
}

/// Fills in a part of a cost matrix.   Arguments: its first row, its first column, and where it goes.
template <class Real>
using CostParts = std::function<void(Index row, Index column, MatrixRef<Real> part)>;

/// A pair, or given costs in place of its x and y: a matrix [n×m], column by column, or parts of it when they are needed.
template <class Real>
struct Item : Pair<Real> {
  const Real* cost = nullptr;
  const CostParts<Real>* cost_parts = nullptr;
};

template <class Real>
bool has_costs(const Item<Real>& item) {
  return item.cost != nullptr || item.cost_parts != nullptr;
}

template <class Real>
Index cells(const Item<Real>& item) {
  return item.n * item.m;
}

/// Whether anything is asked for that is computed on the way back.
template <class Real>
bool goes_back(const Pair<Real>& pair) {
  return pair.dx != nullptr || pair.dy != nullptr || pair.E != nullptr || pair.E_parts != nullptr ||
         pair.visits != nullptr;
}

/// One way to compute alignments: the CPU's vectors, today. Const: one object serves many threads.
class Backend {
 public:
  virtual ~Backend() = default;

  /// Fills value and, where an item asks for them, E, whole or in parts, and, for pairs, dx, dy and visits, as align()
  /// promises.
  /// Results of an item do not depend on the others.
  /// Throws: Error naming the pair where a number is not finite or beyond what the backend can hold; Interrupted, after
  ///   any few rows.
  virtual void run(std::span<Item<float>> items, Index dims, const Task& task) const = 0;
  virtual void run(std::span<Item<double>> items, Index dims, const Task& task) const = 0;
};

const Backend& cpu_backend();

/// The backend that align() uses.
const Backend& backend();

}  // namespace softwarp::kernel
