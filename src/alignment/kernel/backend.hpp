/// What stands below align(): the machinery that aligns pairs under the squared Euclidean cost, or given cost matrices.
#pragma once

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

/// A pair, or a given cost matrix [n×m], column by column, in place of its x and y.
template <class Real>
struct Item : Pair<Real> {
  const Real* cost = nullptr;
};

template <class Real>
Index cells(const Item<Real>& item) {
  return item.n * item.m;
}

/// One way to compute alignments: the CPU's vectors, today. Const: one object serves many threads.
class Backend {
 public:
  virtual ~Backend() = default;

  /// Fills value and, where an item asks for them, dx, E and, for pairs, visits, as align() promises.
  /// Results of an item do not depend on the others.
  /// Throws: Error naming the pair where a number is not finite or beyond what the backend can hold.
  virtual void run(std::span<Item<float>> items, Index dims, const Task& task) const = 0;
  virtual void run(std::span<Item<double>> items, Index dims, const Task& task) const = 0;
};

const Backend& cpu_backend();

/// The backend that align() uses.
const Backend& backend();

}  // namespace softwarp::kernel
