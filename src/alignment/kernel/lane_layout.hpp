/// What the lanes of a vector are, and in which order a group of rows is walked (docs/kernel.md).
#pragma once

#include "softwarp/core/index.hpp"

namespace softwarp::kernel {

/// Lanes are pairs: a row vector is one row of all of them. Or lanes are rows of one pair, the last lane the first row.
/// In a group, the row with offset o is at column s − o in step s, so that the cells of a step lie on an anti-diagonal
/// and do not depend on each other.
struct LaneLayout {
  Index lanes;
  bool pairs;

  /// Rows in so many row vectors.
  constexpr Index rows(Index vectors) const { return pairs ? vectors : vectors * lanes; }
  /// Offset o of a lane's row within its group.
  constexpr Index offset(Index vector, Index lane) const { return pairs ? vector : (vector + 1) * lanes - 1 - lane; }
  /// Numbers per column in a buffer by column.
  constexpr Index column() const { return pairs ? lanes : 1; }
  /// The lane of a pair's last row.
  constexpr Index last_lane(Index item, Index rows_of_it) const {
    return pairs ? item : lanes - 1 - (rows_of_it - 1) % lanes;
  }
};

/// Row vectors that are walked at once, forward and back: as many as hide the latency of a cell and fit the registers.
/// Forward alone, a cell may fit more (Sweeps::value_vectors).
constexpr Index kGroupVectors = 2;

}  // namespace softwarp::kernel
