/// How a block is laid out before it is swept: sizes, memory, groups of rows, stripes of groups (docs/kernel.md).
#pragma once

#include <vector>

#include "softwarp/alignment/kernel/kernel.hpp"
#include "softwarp/alignment/kernel/scratch.hpp"
#include "softwarp/alignment/kernel/vector_code.hpp"

namespace softwarp::kernel {

/// Sizes of a block, and what is asked of it.
struct Extent {
  Index n = 0, m = 0;    // of the longest pair
  Index shortest = 0;    // the least n
  bool one_size = true;  // whether all pairs have the same n and m
  Index vectors = 0;     // row vectors
  Index group = 0;       // the most vectors of a group
  bool dx = false, dy = false, matrix = false, visits = false;
  bool given = false;                        // costs are given
  bool panel_cost = false, panel_E = false;  // they pass through the panel
  bool goes_back() const { return dx || dy || matrix || visits; }
};

/// Where the numbers of a block lie; null where they are not needed. Buffers by column have `margin` more columns on
/// both sides, and pointers to them are to column 0.
template <class Real>
struct Buffers {
  Index margin = 0;
  Index y_plane = 0;         // numbers per dimension of y and dy, and per flow of `back`
  Index row_plane = 0;       // numbers per part of a row's states
  std::size_t row_size = 0;  // of all parts
  Real* x = nullptr;         // [vectors][dims][lanes]
  Real* y = nullptr;         // [dims] planes by column
  Real* row = nullptr;       // [parts] planes by column
  Real* final_state = nullptr;
  Real* back = nullptr;         // [flows] planes by column
  Real* dx = nullptr;           // as x
  Real* dy = nullptr;           // as y
  Real* visits = nullptr;       // [vectors][lanes]
  Real* direction = nullptr;    // [lanes]
  Real* checkpoints = nullptr;  // rows above stripes

  /// All of a row's states, or of what flows back.
  Real* row_memory() const { return row - margin_numbers; }
  Real* back_memory() const { return back - margin_numbers; }
  Real* dy_memory() const { return dy - margin_numbers; }
  Index margin_numbers = 0;
};

struct BlockMemory {
  Scratch x, y, turned, row, weights, panel, back, dx, dy, visits, direction, limits, checkpoints, part;
};

template <class Real>
struct Layout {
  Extent extent;
  Buffers<Real> at;
  std::vector<Group<Real>> groups;
  std::vector<std::size_t> stripes;  // first group of each, and the end; without a way back, none
  std::size_t fan = 0;               // a level divides its stripes among at most so many of the next

  Layout() = default;
  Layout(const Layout&) = delete;
  Layout& operator=(const Layout&) = delete;

  /// Lays out a block; series are not read. Memory of earlier blocks is used again.
  void lay_out(const Block<Real>& block, const Sweeps<Real>& sweeps);

  /// Room in which interleaved numbers can be turned.
  Real* turned(Index count) { return memory_.turned.get<Real>(static_cast<std::size_t>(count)); }

  /// How many stripes each part of so many stripes gets, but for the first, which may get fewer.
  std::size_t stripes_of_part(std::size_t count) const;

  /// Room for the part of E that a group holds.
  Real* part(Index count) { return memory_.part.get<Real>(static_cast<std::size_t>(count)); }

  /// Gives back what is too much to keep after a block.
  void trim();

 private:
  void allocate(const Block<Real>& block, const Sweeps<Real>& sweeps);
  void cut_groups(const Block<Real>& block, const Sweeps<Real>& sweeps);
  void limit_steps(Group<Real>& group, const Block<Real>& block, const LaneLayout& lanes);
  void cut_stripes(const Block<Real>& block, const Sweeps<Real>& sweeps);

  BlockMemory memory_;
};

}  // namespace softwarp::kernel
