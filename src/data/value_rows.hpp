/// The values of a file while it is read, when the number of its rows is not known yet.
#pragma once

#include <cstddef>
#include <deque>
#include <limits>
#include <vector>

namespace softwarp {

/// Rows of values in pieces, each of which is given back as soon as it has been copied: at no time there are two copies.
class ValueRows {
 public:
  /// Requires: width > 0, the number of values in a row.
  explicit ValueRows(std::size_t width) : width_(width) {}

  /// A new row of NaN, valid until the next call.
  double* add() {
    constexpr std::size_t kPiece = 1 << 17;  // values
    if (pieces_.empty() || pieces_.back().size() + width_ > kPiece) pieces_.emplace_back();
    std::vector<double>& piece = pieces_.back();
    piece.resize(piece.size() + width_, std::numeric_limits<double>::quiet_NaN());
    return piece.data() + piece.size() - width_;
  }

  /// Passes every row to visit(values), in their order, and forgets it.
  template <class Visit>
  void take(Visit visit) {
    for (; !pieces_.empty(); pieces_.pop_front()) {
      const std::vector<double>& piece = pieces_.front();
      for (std::size_t at = 0; at < piece.size(); at += width_) visit(piece.data() + at);
    }
  }

 private:
  std::size_t width_;
  std::deque<std::vector<double>> pieces_;
};

}  // namespace softwarp
