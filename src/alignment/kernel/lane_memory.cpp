#include "softwarp/alignment/kernel/lane_memory.hpp"

#include <algorithm>
#include <array>

namespace softwarp::kernel {
namespace {

constexpr Index kMostLanes = 64;  // of any target

template <class Real>
void load_pairs(const Block<Real>& block, const LaneLayout& lanes, Layout<Real>& layout) {
  const Index dims = block.dims, n = layout.extent.n, m = layout.extent.m, L = lanes.lanes;
  std::array<Numbers<const Real>, kMostLanes> xs, ys;
  for (Index l = 0; l < L; ++l) {
    const Item<Real>& item = *block.items[l < block.count ? l : 0];
    xs[static_cast<std::size_t>(l)] = {item.x, item.n * dims};
    ys[static_cast<std::size_t>(l)] = {item.y, item.m * dims};
  }
  interleave(xs.data(), dims, n * dims, layout.at.x);
  if (dims == 1) return interleave(ys.data(), 1, m, layout.at.y);
  Real* turned = layout.turned(m * dims * L);
  interleave(ys.data(), dims, m * dims, turned);
  for (Index k = 0; k < dims; ++k) {
    for (Index j = 0; j < m; ++j)
      std::copy_n(turned + (j * dims + k) * L, L, layout.at.y + k * layout.at.y_plane + j * L);
  }
}

template <class Real>
void load_rows(const Block<Real>& block, const LaneLayout& lanes, Layout<Real>& layout) {
  const Index dims = block.dims, L = lanes.lanes;
  const Item<Real>& item = *block.items[0];
  for (Index v = 0; v < layout.extent.vectors; ++v) {
    const Index first = v * L, rows = std::min(L, item.n - first);
    for (Index k = 0; k < dims; ++k) {
      Real* end = layout.at.x + (v * dims + k + 1) * L;  // the last lane is the first row
      for (Index row = 0; row < rows; ++row) *--end = item.x[(first + row) * dims + k];
      for (Index row = rows; row < L; ++row) *--end = item.x[(item.n - 1) * dims + k];
    }
  }
  for (Index k = 0; k < dims; ++k) {
    Real* plane = layout.at.y + k * layout.at.y_plane;
    for (Index j = 0; j < item.m; ++j) plane[j] = item.y[j * dims + k];
  }
}

// Calls f(item, place in the panel, i, j) for every cell of a group.
template <class Real, class Function>
void for_cells(const Block<Real>& block, const LaneLayout& lanes, const Group<Real>& group, Function f) {
  const Index used = lanes.pairs ? block.count : lanes.lanes;
  Real* at = group.panel;
  for (Index s = group.begin; s < group.end; ++s) {
    for (Index vector = 0; vector < group.vectors; ++vector, at += lanes.lanes) {
      for (Index l = 0; l < used; ++l) {
        const Item<Real>& item = *block.items[lanes.pairs ? l : 0];
        const Index o = lanes.offset(vector, l), i = group.first_row + o, j = s - o;
        if (i < item.n && j >= 0 && j < item.m) f(item, at[l], i, j);
      }
    }
  }
}

// Where a pair's cells in a group can lie as a matrix: all that some row of the group has.
template <class Real>
struct GroupPart {
  Eigen::Map<Matrix<Real>> cells;
  Index column;  // the first
};
template <class Real>
GroupPart<Real> part_of(const Item<Real>& item, const LaneLayout& lanes, const Group<Real>& group,
                        Layout<Real>& layout) {
  const Index rows = std::min(lanes.rows(group.vectors), item.n - group.first_row);
  const Index column = std::max<Index>(group.begin - (rows - 1), 0), columns = std::min(group.end, item.m) - column;
  return {{layout.part(rows * columns), rows, columns}, column};
}

// To the pairs that ask for it what is in their lanes, `numbers` for each of their steps, once or twice.
template <class Real>
void store_lanes(const Block<Real>& block, const LaneLayout& lanes, const Real* from, Index numbers, bool twice,
                 Real* Pair<Real>::*place, Index Pair<Real>::*steps) {
  std::array<Numbers<Real>, kMostLanes> to;
  for (Index l = 0; l < lanes.lanes; ++l) {
    const bool asked = l < block.count && block.items[l]->*place != nullptr;
    to[static_cast<std::size_t>(l)] = {asked ? block.items[l]->*place : nullptr,
                                       asked ? block.items[l]->*steps * numbers : 0};
  }
  deinterleave(from, twice, to.data());
}

// What the lanes hold by row.
template <class Real>
void store_rows(const Block<Real>& block, const LaneLayout& lanes, const Real* from, Index numbers, bool twice,
                Real* Pair<Real>::*place) {
  if (lanes.pairs) return store_lanes(block, lanes, from, numbers, twice, place, &Pair<Real>::n);
  const Item<Real>& item = *block.items[0];
  Real* to = item.*place;
  if (to == nullptr) return;
  const Real times = twice ? 2 : 1;
  for (Index first = 0; first < item.n; first += lanes.lanes, from += numbers * lanes.lanes) {
    const Index rows = std::min(lanes.lanes, item.n - first);
    for (Index row = 0; row < rows; ++row) {
      for (Index k = 0; k < numbers; ++k) *to++ = times * from[k * lanes.lanes + lanes.offset(0, row)];
    }
  }
}

// dy, which the lanes hold by column.
template <class Real>
void store_columns(const Block<Real>& block, const LaneLayout& lanes, Layout<Real>& layout) {
  const Index dims = block.dims, m = layout.extent.m, L = lanes.lanes, plane = layout.at.y_plane;
  const Real* from = layout.at.dy;
  if (!lanes.pairs) {
    Real* to = block.items[0]->dy;
    for (Index j = 0; j < m; ++j) {
      for (Index k = 0; k < dims; ++k) *to++ = 2 * from[k * plane + j];
    }
    return;
  }
  if (dims > 1) {
    Real* turned = layout.turned(m * dims * L);
    for (Index k = 0; k < dims; ++k) {
      for (Index j = 0; j < m; ++j) std::copy_n(from + k * plane + j * L, L, turned + (j * dims + k) * L);
    }
    from = turned;
  }
  store_lanes(block, lanes, from, dims, true, &Pair<Real>::dy, &Pair<Real>::m);
}

}  // namespace

template <class Real>
void load_series(const Block<Real>& block, const LaneLayout& lanes, Layout<Real>& layout) {
  lanes.pairs ? load_pairs(block, lanes, layout) : load_rows(block, lanes, layout);
  const Index column = lanes.column(), margin = layout.at.margin;
  for (Index k = 0; k < block.dims; ++k) {
    Real* first = layout.at.y + k * layout.at.y_plane;
    Real* last = first + (layout.extent.m - 1) * column;
    if (column == 1) {  // as copies of one number, they would cost a short alignment an eighth of its time
      std::fill_n(first - margin, margin, *first);
      std::fill_n(last + 1, margin, *last);
      continue;
    }
    for (Index j = 1; j <= margin; ++j) {
      std::copy_n(first, column, first - j * column);
      std::copy_n(last, column, last + j * column);
    }
  }
}

template <class Real>
void load_costs(const Block<Real>& block, const LaneLayout& lanes, const Group<Real>& group, Layout<Real>& layout) {
  std::fill_n(group.panel, (group.end - group.begin) * group.vectors * lanes.lanes, Real{0});
  const Item<Real>& one = *block.items[0];
  if (one.cost_parts != nullptr) {
    GroupPart<Real> part = part_of(one, lanes, group, layout);
    (*one.cost_parts)(group.first_row, part.column, part.cells);
    return for_cells(block, lanes, group, [&](const Item<Real>&, Real& place, Index i, Index j) {
      place = part.cells(i - group.first_row, j - part.column);
    });
  }
  for_cells(block, lanes, group,
            [](const Item<Real>& item, Real& place, Index i, Index j) { place = item.cost[i + j * item.n]; });
}

template <class Real>
void store_matrix(const Block<Real>& block, const LaneLayout& lanes, const Group<Real>& group, Layout<Real>& layout) {
  const Item<Real>& one = *block.items[0];
  if (one.E_parts == nullptr || one.E != nullptr) {
    for_cells(block, lanes, group, [](const Item<Real>& item, Real place, Index i, Index j) {
      if (item.E != nullptr) item.E[i + j * item.n] = place;
    });
  }
  if (one.E_parts == nullptr) return;
  GroupPart<Real> part = part_of(one, lanes, group, layout);
  part.cells.setZero();
  for_cells(block, lanes, group, [&](const Item<Real>&, Real place, Index i, Index j) {
    part.cells(i - group.first_row, j - part.column) = place;
  });
  (*one.E_parts)(group.first_row, part.column, part.cells);
}

template <class Real>
void store_gradients(const Block<Real>& block, const LaneLayout& lanes, Layout<Real>& layout) {
  if (layout.extent.dx) store_rows(block, lanes, layout.at.dx, block.dims, true, &Pair<Real>::dx);
  if (layout.extent.dy) store_columns(block, lanes, layout);
  if (layout.extent.visits) store_rows(block, lanes, layout.at.visits, 1, false, &Pair<Real>::visits);
}

#define SOFTWARP_INSTANTIATE(Real)                                                                      \
  template void load_series(const Block<Real>&, const LaneLayout&, Layout<Real>&);                      \
  template void load_costs(const Block<Real>&, const LaneLayout&, const Group<Real>&, Layout<Real>&);   \
  template void store_matrix(const Block<Real>&, const LaneLayout&, const Group<Real>&, Layout<Real>&); \
  template void store_gradients(const Block<Real>&, const LaneLayout&, Layout<Real>&);
SOFTWARP_INSTANTIATE(float)
SOFTWARP_INSTANTIATE(double)
#undef SOFTWARP_INSTANTIATE

}  // namespace softwarp::kernel
