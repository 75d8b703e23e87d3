/// What goes into a layer, what comes out of it, and what it holds: shapes without numbers.
#pragma once

#include <string>
#include <vector>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// Numbers of one series between two layers: `dims` values of each of `steps` steps, step by step.
/// In a matrix that holds such a series per column, step t of all series is middleRows(t·dims, dims).
struct SeriesShape {
  Index steps = 1;
  Index dims = 1;

  Index size() const { return steps * dims; }
  bool operator==(const SeriesShape&) const = default;
};

/// A named tensor within θ. Its first index runs fastest, as in an Eigen matrix; files hold it with its last index
/// running fastest, as PyTorch does.
struct Part {
  std::string name;          ///< "weight"
  std::vector<Index> shape;  ///< any rank
  Index offset = 0;          ///< where it begins in θ; set by the layer or network that holds it
  Index size = 0;            ///< likewise: how many numbers it has
};

/// The largest extent of anything: the product of two still is a whole number of 64 bits.
constexpr Index kLargestSize = 1'000'000'000;

}  // namespace softwarp
