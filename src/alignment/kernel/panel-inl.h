// What fills a group's panel with costs, and what takes E out of it: the way of several dimensions. Compiled once per
// target.
#if defined(SOFTWARP_ALIGNMENT_PANEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTWARP_ALIGNMENT_PANEL_INL_H_
#undef SOFTWARP_ALIGNMENT_PANEL_INL_H_
#else
#define SOFTWARP_ALIGNMENT_PANEL_INL_H_
#endif

#include "softwarp/alignment/kernel/group.hpp"
#include "softwarp/alignment/kernel/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softwarp {
namespace HWY_NAMESPACE {

/// Squared Euclidean costs of a group into its panel, for more than one dimension.
template <class Lanes, class D>
HWY_NOINLINE void FillPanel(const kernel::Group<hn::TFromD<D>>& g, Index dims, Index y_plane) {
  const D d;
  constexpr Index L = Lanes::kLanes;
  for (Index s = g.begin; s < g.end; ++s) {
    for (Index r = 0; r < g.vectors; ++r) {
      auto sum = hn::Zero(d);
      for (Index k = 0; k < dims; ++k) {
        const auto difference = hn::Load(d, g.x + (r * dims + k) * L) - Lanes().Y(d, g.y + k * y_plane, s, r);
        sum = hn::MulAdd(difference, difference, sum);
      }
      hn::Store(sum, d, g.panel + ((s - g.begin) * g.vectors + r) * L);
    }
  }
}

/// From E in the panel, the chain rule through the squared Euclidean cost, half of it, dx_i = Σ_j E_ij (x_i − y_j); and
/// with kVisits the sums of its rows. All sums of a step side by side, because each waits for its own last addition.
template <class Lanes, class D, Index R, bool kVisits>
HWY_NOINLINE void ReducePanel(const kernel::Group<hn::TFromD<D>>& g, Index dims, Index y_plane) {
  const D d;
  constexpr Index L = Lanes::kLanes;
  for (Index k = 0; k < dims; ++k) {
    hn::Vec<D> x[R], dx[R], visits[R];
    for (Index r = 0; r < R; ++r) {
      x[r] = hn::Load(d, g.x + (r * dims + k) * L);
      dx[r] = visits[r] = hn::Zero(d);
    }
    for (Index s = g.end - 1; s >= g.begin; --s) {
      for (Index r = 0; r < R; ++r) {
        const auto e = hn::Load(d, g.panel + ((s - g.begin) * R + r) * L);
        dx[r] = hn::MulAdd(e, x[r] - Lanes().Y(d, g.y + k * y_plane, s, r), dx[r]);
        if constexpr (kVisits) visits[r] = visits[r] + e;
      }
    }
    for (Index r = 0; r < R; ++r) {
      hn::Store(dx[r], d, g.dx + (r * dims + k) * L);
      if constexpr (kVisits) hn::Store(visits[r], d, g.visits + r * L);
    }
  }
}

/// Likewise the group's part of dy_j = Σ_i E_ij (y_j − x_i), half of it. The sum of a column goes from row to row as E
/// did: it comes from the row below and is left for the row above.
template <class Lanes, class D, Index R>
HWY_NOINLINE void AddColumns(const kernel::Group<hn::TFromD<D>>& g, Index dims, Index y_plane) {
  const D d;
  const Lanes lanes;
  constexpr Index L = Lanes::kLanes;
  for (Index k = 0; k < dims; ++k) {
    auto* sums = g.dy + k * y_plane;
    hn::Vec<D> x[R], dy[R];
    for (Index r = 0; r < R; ++r) {
      x[r] = hn::Load(d, g.x + (r * dims + k) * L);
      dy[r] = lanes.Y(d, sums, g.end, r);
    }
    for (Index s = g.end - 1; s >= g.begin; --s) {
      for (Index r = 0; r < R; ++r) {
        const auto below =
            r == R - 1 ? lanes.BelowLast(d, dy[r], sums, s, R) : lanes.Below(d, dy[r], dy[r + 1 < R ? r + 1 : r]);
        const auto e = hn::Load(d, g.panel + ((s - g.begin) * R + r) * L);
        dy[r] = hn::MulAdd(e, lanes.Y(d, g.y + k * y_plane, s, r) - x[r], below);
      }
      lanes.LeaveFirst(d, dy[0], sums, s);
    }
  }
}

// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace softwarp
HWY_AFTER_NAMESPACE();

#endif
