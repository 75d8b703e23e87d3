/// The shapes of what enters a layer, leaves it, and is held by it.
#pragma once

#include <string>
#include <vector>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// One series on its way through a network: `steps` steps of `dims` values, step by step.
/// In a matrix with one such series per column, step t of all series is middleRows(t·dims, dims).
struct SeriesShape {
  Index steps = 1;
  Index dims = 1;

  Index size() const { return steps * dims; }
  bool operator==(const SeriesShape&) const = default;
};

/// A named tensor within θ. Its first index runs fastest, as in an Eigen matrix; in files its last index does, as in
/// PyTorch.
struct Part {
  std::string name;          ///< "weight"
  std::vector<Index> shape;  ///< any rank
  Index offset = 0;          ///< where it begins in θ; set by the layer or network
  Index size = 0;            ///< how many numbers it has; likewise
};

/// The largest size of anything: the product of two still fits in 64 bits.
constexpr Index kLargestSize = 1'000'000'000;

}  // namespace softwarp
