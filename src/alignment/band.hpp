/// The Sakoe-Chiba band, with slope correction.
#pragma once

#include <algorithm>
#include <optional>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// The cells within a radius of the straight line from corner to corner, or all cells if there is no radius.
///   (i, j) is inside if |j − i·(m−1)/(n−1)| ≤ radius, 0-based, measured along the longer axis: the band of (y, x) is
///   the transpose of that of (x, y). For n = m this is |i − j| ≤ radius; for n ≠ m other libraries widen the band by
///   |n − m| instead. A band too narrow to be connected is widened to half the slope; with n = 1 or m = 1 every cell is
///   inside.
class Band {
 public:
  Band(Index n, Index m, std::optional<Index> radius) : rows_(n - 1), columns_(m - 1) {
    const Index shorter = std::min(rows_, columns_);
    const Index longer = std::max(rows_, columns_);
    if (radius && shorter > 0) width_ = std::max(std::min(*radius, longer) * shorter, longer / 2);
  }

  bool limited() const { return width_ >= 0; }
  /// First and last column in row i.
  Index low(Index i) const {
    if (!limited()) return 0;
    const Index from = i * columns_ - width_;
    return from <= 0 ? 0 : (from + rows_ - 1) / rows_;
  }
  Index high(Index i) const { return limited() ? std::min(columns_, (i * columns_ + width_) / rows_) : columns_; }

 private:
  Index rows_, columns_;
  Index width_ = -1;  // in units of 1/(length of the shorter series − 1) steps; −1 without a band
};

}  // namespace softwarp
