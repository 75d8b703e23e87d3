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
    if (!radius || shorter == 0) return;
    reach_ = std::min(*radius, longer);
    width_ = std::max(reach_ * shorter, longer / 2);
  }

  bool limited() const { return width_ >= 0; }
  /// First and last column in row i.
  Index low(Index i) const {
    if (!limited()) return 0;
    if (rows_ == columns_)
      return std::max<Index>(i - reach_, 0);  // without a division: whole batches ask for every row
    const Index from = i * columns_ - width_;
    return from <= 0 ? 0 : (from + rows_ - 1) / rows_;
  }
  Index high(Index i) const {
    if (!limited()) return columns_;
    return std::min(columns_, rows_ == columns_ ? i + reach_ : (i * columns_ + width_) / rows_);
  }

 private:
  Index rows_, columns_;
  Index reach_ = 0;   // the radius, no more than there are steps
  Index width_ = -1;  // in units of 1/(length of the shorter series − 1) steps; −1 without a band
};

}  // namespace softwarp
