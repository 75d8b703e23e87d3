#include "softwarp/loss/pair_tiles.hpp"

#include <algorithm>
#include <cmath>

namespace softwarp {
namespace {

constexpr Index kMostSide = 256;
constexpr double kCellsPerTile = 2e9;  // 0.1 to 0.5 s of the kernel's work on one thread

Index side_for(Index cells) {
  const double pairs = kCellsPerTile / static_cast<double>(std::max<Index>(cells, 1));
  return std::clamp<Index>(static_cast<Index>(std::sqrt(pairs)), 1, kMostSide);
}

Index triangle(Index rows) { return rows * (rows + 1) / 2; }

}  // namespace

PairTiles::PairTiles(Index count_x, Index count_y, Index cells)
    : count_x_(count_x), count_y_(count_y), side_(side_for(cells)), one_(false) {}

PairTiles::PairTiles(Index count, Index cells) : count_x_(count), count_y_(count), side_(side_for(cells)), one_(true) {}

Index PairTiles::count() const { return one_ ? triangle(row_tiles()) : row_tiles() * column_tiles(); }

Index PairTiles::pairs() const { return one_ ? triangle(count_x_) : count_x_ * count_y_; }

PairTile PairTiles::operator[](Index number) const {
  Index row = number / column_tiles(), column = number % column_tiles();
  if (one_) {
    // Column by column of the triangle: column c begins at tile c (c + 1)/2.
    column = static_cast<Index>((std::sqrt(8.0 * static_cast<double>(number) + 1) - 1) / 2);
    while (triangle(column) > number) --column;
    while (triangle(column + 1) <= number) ++column;
    row = number - triangle(column);
  }
  return {.row = row * side_,
          .rows = std::min(side_, count_x_ - row * side_),
          .column = column * side_,
          .columns = std::min(side_, count_y_ - column * side_)};
}

Index pairs_of(const PairTile& tile, bool one_collection) {
  return one_collection && tile.row == tile.column ? triangle(tile.rows) : tile.rows * tile.columns;
}

template <class Real>
void compute_tile(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y, const PairTile& tile,
                  bool one_collection, MatrixRef<double> value) {
  const Batch<Real> rows = slice(x, tile.row, tile.rows);
  if (one_collection && tile.row == tile.column)
    loss.cross(rows, value);
  else
    loss.cross(rows, slice(y, tile.column, tile.columns), value);
}

template void compute_tile(const Loss<float>&, const Batch<float>&, const Batch<float>&, const PairTile&, bool,
                           MatrixRef<double>);
template void compute_tile(const Loss<double>&, const Batch<double>&, const Batch<double>&, const PairTile&, bool,
                           MatrixRef<double>);

}  // namespace softwarp
