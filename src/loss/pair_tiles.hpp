/// All pairs of one collection of series or of two, cut into tiles that can be computed one by one, anywhere.
#pragma once

#include "softwarp/loss/loss.hpp"

namespace softwarp {

/// Rows (series of x) and columns (series of y) of a part of a matrix of losses.
struct PairTile {
  Index row = 0, rows = 0;
  Index column = 0, columns = 0;
};

/// The tiles of the matrix ℓ(x_i, y_j), or, for one collection and a symmetric loss, of its upper triangle. They depend
/// on the collections alone: not on threads, nor on who computes which.
class PairTiles {
 public:
  /// `cells`: those of the longest pair. A tile has at most 256 series a side, fewer where they are long, so that it
  /// takes a fraction of a second.
  PairTiles(Index count_x, Index count_y, Index cells);
  /// Of one collection.
  PairTiles(Index count, Index cells);

  Index count() const;
  PairTile operator[](Index number) const;
  Index side() const { return side_; }
  Index pairs() const;  ///< of all tiles

 private:
  Index row_tiles() const { return (count_x_ + side_ - 1) / side_; }
  Index column_tiles() const { return (count_y_ + side_ - 1) / side_; }

  Index count_x_, count_y_, side_;
  bool one_;
};

/// Pairs that a tile compares: on the diagonal of one collection, each two series once.
Index pairs_of(const PairTile& tile, bool one_collection);

/// The losses of a tile.   value(j, i) = ℓ(x_{row + i}, y_{column + j}); on the diagonal of one collection symmetric
/// Shapes: value [columns × rows].   Throws: as Loss::pairs().
template <class Real>
void compute_tile(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y, const PairTile& tile,
                  bool one_collection, MatrixRef<double> value);

}  // namespace softwarp
