// The two sweeps over a group of rows: forward, which fills in the cells, and backward, which sends E through them.
#if defined(SOFTWARP_ALIGNMENT_SWEEP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTWARP_ALIGNMENT_SWEEP_INL_H_
#undef SOFTWARP_ALIGNMENT_SWEEP_INL_H_
#else
#define SOFTWARP_ALIGNMENT_SWEEP_INL_H_
#endif

#include <hwy/cache_control.h>

#include <algorithm>

#include "softwarp/alignment/kernel/cell-inl.h"
#include "softwarp/alignment/kernel/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softwarp {
namespace HWY_NAMESPACE {

template <class D, class Lanes>
HWY_INLINE hn::Vec<D> SquaredDistance(const kernel::Group<hn::TFromD<D>>& g, hn::Vec<D> x, Index s, Index r) {
  const auto difference = x - Lanes().Y(D(), g.y, s, r);
  return difference * difference;
}

/// (i − j)², times what that counts.
template <class D, class Lanes>
HWY_INLINE hn::Vec<D> TimeCost(const kernel::Group<hn::TFromD<D>>& g, Index s, Index r) {
  using T = hn::TFromD<D>;
  const D d;
  // i = first row + o and j = s − o; o falls by one from lane to lane, or is the same in all of them.
  const auto i_less_j = hn::Set(d, static_cast<T>(g.first_row + 2 * Lanes::kLayout.offset(r, 0) - s)) -
                        (Lanes::kLayout.pairs ? hn::Zero(d) : hn::Iota(d, 0) + hn::Iota(d, 0));
  return (i_less_j * i_less_j) * hn::Load(d, g.direction);
}

// What happens to all parts of a state alike. Functions, not lambdas in the sweeps: so they are compiled once for each
// cell and kind of lanes.
template <class Cell, class Lanes, class T, class State = typename Cell::State>
HWY_INLINE State AboveFirst(const State& own, const T* row, Index row_plane, Index s) {
  return Cell::Map(
      [&](auto tag, int part, auto v) HWY_ATTR {
        return Lanes().AboveFirst(tag, v, reinterpret_cast<const hn::TFromD<decltype(tag)>*>(row + part * row_plane),
                                  s);
      },
      own);
}

template <class Cell, class Lanes, class State = typename Cell::State>
HWY_INLINE State Above(const State& own, const State& before) {
  return Cell::Map([](auto tag, int, auto v, auto v_before) HWY_ATTR { return Lanes().Above(tag, v, v_before); }, own,
                   before);
}

template <class Cell, class Lanes, class T, class State = typename Cell::State>
HWY_INLINE void LeaveLast(const State& last, T* row, Index row_plane, Index s, Index vectors) {
  Cell::Map(
      [&](auto tag, int part, auto v) HWY_ATTR {
        Lanes().LeaveLast(tag, v, reinterpret_cast<hn::TFromD<decltype(tag)>*>(row + part * row_plane), s, vectors);
        return v;
      },
      last);
}

/// One state in columns begin … end−1 of a row.
template <class Cell, class Lanes, class T, class State = typename Cell::State>
HWY_INLINE void FillRow(T* row, Index row_plane, Index begin, Index end, const State& state) {
  constexpr Index kColumn = Lanes::kLayout.column();
  Cell::Map(
      [&](auto tag, int part, auto v) HWY_ATTR {
        auto* plane = reinterpret_cast<hn::TFromD<decltype(tag)>*>(row + part * row_plane);
        std::fill(plane + begin * kColumn, plane + end * kColumn, hn::GetLane(v));
        return v;
      },
      state);
}

template <class Cell, class M, class State = typename Cell::State>
HWY_INLINE State Select(M mask, const State& yes, const State& no) {
  return Cell::Map(
      [&](auto tag, int, auto y, auto n) HWY_ATTR { return hn::IfThenElse(hn::RebindMask(tag, mask), y, n); }, yes, no);
}

template <class Cell, class M, class T, class State = typename Cell::State>
HWY_INLINE void BlendedStore(const State& state, M mask, T* to, Index lanes) {
  Cell::Map(
      [&](auto tag, int part, auto v) HWY_ATTR {
        auto* place = reinterpret_cast<hn::TFromD<decltype(tag)>*>(to + part * lanes);
        hn::Store(hn::IfThenElse(hn::RebindMask(tag, mask), v, hn::Load(tag, place)), tag, place);
        return v;
      },
      state);
}

template <class Cell, class Lanes, class D, Index R, bool kPanel, bool kKeep, bool kCareful>
HWY_NOINLINE void Forward(const Cell& cell, const kernel::Group<hn::TFromD<D>>& group, [[maybe_unused]] bool keep) {
  using T = hn::TFromD<D>;
  using State = typename Cell::State;
  using DI = hn::RebindToSigned<D>;
  const kernel::Group<T> g = group;
  const D d;
  const DI di;
  constexpr Index L = Lanes::kLanes;
  constexpr Index W = Cell::kShape.weights;
  constexpr Index kComputed = std::max<Index>(W, 3);  // that of the diagonal is not kept

  State left[R], diagonal[R], final_state = Cell::None();
  hn::Vec<D> x[R];
  for (Index r = 0; r < R; ++r) {
    left[r] = diagonal[r] = Cell::None();
    x[r] = hn::Load(d, g.x + r * L);
  }
  // Left of the first column: where alignments start, or that none comes from there.
  if (g.begin == 0) FillRow<Cell, Lanes>(g.row, g.row_plane, -1, 0, g.vector == 0 ? Cell::Start() : Cell::None());
  diagonal[0] = AboveFirst<Cell, Lanes>(Cell::None(), g.row, g.row_plane, g.begin - 1);
  T* HWY_RESTRICT weights = g.weights;
  // Along a direction weights are computed anyway. Those that nobody keeps are written over each other.
  const Index weights_step = (Cell::kShape.along ? keep : kKeep) ? R * W * L : 0;
  const T* HWY_RESTRICT panel = g.panel;

  const auto prepare = [&](Index s, Index r) HWY_ATTR {
    const auto cost = [&]() HWY_ATTR {
      if constexpr (kPanel)
        return hn::Load(d, panel + ((s - g.begin) * R + r) * L);
      else
        return SquaredDistance<D, Lanes>(g, x[r], s, r);
    }();
    if constexpr (Cell::kShape.along)
      return cell.Prepare(cost, Cell::kTime ? TimeCost<D, Lanes>(g, s, r) : cost);
    else
      return cell.Prepare(cost);
  };
  typename Cell::Local local[R];
  for (Index r = 0; r < R; ++r) local[r] = prepare(g.begin, r);

  const auto step = [&](Index s, auto normalise) HWY_ATTR {
    constexpr bool kNormalise = decltype(normalise)::value;
    for (Index r = R - 1; r >= 0; --r) {
      State up;
      if (r == 0)
        up = AboveFirst<Cell, Lanes>(left[0], g.row, g.row_plane, s);
      else
        up = Above<Cell, Lanes>(left[r], left[r - 1]);
      // The next cell's exponential is started before this cell waits for its neighbours.
      const typename Cell::Local now = local[r];
      local[r] = prepare(s + 1, r);
      hn::Vec<D> w[kComputed];
      left[r] = cell.template Next<kNormalise, kKeep>(up, left[r], diagonal[r], now, w);
      diagonal[r] = up;
      if constexpr (kKeep) {
        for (Index k = 0; k < W; ++k) hn::Store(w[k], d, weights + (r * W + k) * L);
      }
      if constexpr (kCareful) {
        const auto at = hn::Set(di, static_cast<hn::TFromD<DI>>(s));
        const auto stops = at == hn::Load(di, g.stop + r * L);
        if (g.low != nullptr) {
          const auto inside = hn::AndNot(at > hn::Load(di, g.high + r * L), hn::Not(at < hn::Load(di, g.low + r * L)));
          left[r] = Select<Cell>(inside, left[r], Cell::None());
        }
        final_state = Select<Cell>(stops, left[r], final_state);
      }
    }
    weights += weights_step;
    LeaveLast<Cell, Lanes>(left[R - 1], g.row, g.row_plane, s, R);
  };
  for (Index s = g.begin; s < g.end; ++s) {
    if (Cell::kSoft && ((s + g.first_row) & 7) < 2)
      step(s, std::true_type());
    else
      step(s, std::false_type());
  }

  if constexpr (kCareful) {
    auto stopped = hn::MaskFromVec(hn::Zero(di));
    for (Index r = 0; r < R; ++r) stopped = hn::Or(stopped, hn::Not(hn::Load(di, g.stop + r * L) < hn::Zero(di)));
    BlendedStore<Cell>(final_state, stopped, g.final_state, L);
  }
}

/// Two flows go back where the cell has a direction: E, and the gradient of the whole quantity, seed·E + its change
/// along the direction. Else E is the gradient.
template <class Cell, class Lanes, class D, Index R, bool kPanel, bool kCareful>
HWY_NOINLINE void Backward(const kernel::Group<hn::TFromD<D>>& group) {
  using T = hn::TFromD<D>;
  using V = hn::Vec<D>;
  using DI = hn::RebindToSigned<D>;
  const kernel::Group<T> g = group;
  const D d;
  const DI di;
  const Lanes lanes;
  constexpr Index L = Lanes::kLanes;
  constexpr Index W = Cell::kShape.weights;

  constexpr Index kAhead = 8;  // steps

  // What the cells of the step before send on: to the left (as a product yet to be made), to the diagonal, and, with
  // what the cell right of them sent to the diagonal, to the row above. What is too little to matter ends on the way,
  // because its products would be subnormal, and those are slow: kLost is taken off before the largest of that and 0.
  const V lost = hn::Set(d, kernel::kLost<T>);
  V left[R], flow[R], to_diagonal[R], to_above[R], x[R], dx[R];
  [[maybe_unused]] V left_along[R], flow_along[R], to_diagonal_along[R], to_above_along[R];
  for (Index r = 0; r < R; ++r) {
    left[r] = flow[r] = dx[r] = hn::Zero(d);
    to_diagonal[r] = to_above[r] = hn::Neg(lost);
    left_along[r] = flow_along[r] = to_diagonal_along[r] = to_above_along[r] = hn::Zero(d);
    x[r] = hn::Load(d, g.x + r * L);
  }
  const T* HWY_RESTRICT weights = g.weights + (g.end - g.begin) * R * W * L;
  T* HWY_RESTRICT panel = kPanel ? g.panel + (g.end - g.begin) * R * L : nullptr;
  for (Index s = g.end - 1; s >= g.begin; --s) {
    weights -= R * W * L;
    if constexpr (kPanel) panel -= R * L;
    for (Index r = 0; r < R; ++r) {
      const auto from_below = [&](const V* to, const T* row) HWY_ATTR {
        return r == R - 1 ? lanes.BelowLast(d, to[r], row, s, R) : lanes.Below(d, to[r], to[r + 1 < R ? r + 1 : r]);
      };
      V e = hn::MulAdd(left[r], flow[r], from_below(to_above, g.back));
      [[maybe_unused]] V along;
      if constexpr (Cell::kShape.along) {
        along = hn::MulAdd(left[r], flow_along[r],
                           hn::MulAdd(left_along[r], flow[r], from_below(to_above_along, g.back_along)));
      }
      if constexpr (kCareful) {
        const auto stops = hn::Set(di, static_cast<hn::TFromD<DI>>(s)) == hn::Load(di, g.stop + r * L);
        e = e + hn::IfThenElseZero(hn::RebindMask(d, stops), hn::Set(d, T{1}));
        if constexpr (Cell::kShape.along)
          along = along + hn::IfThenElseZero(hn::RebindMask(d, stops), hn::Set(d, g.seed));
      }
      // Processors look ahead less well when memory is read from the end.
      for (Index k = 0; k < W; ++k) hwy::Prefetch(weights + ((r - kAhead * R) * W + k) * L);
      const V up = hn::Load(d, weights + r * W * L);
      left[r] = hn::Load(d, weights + (r * W + 1) * L);
      const V diagonal = (hn::Set(d, T{1}) - up) - left[r];
      flow[r] = hn::BitCast(d, hn::Max(hn::BitCast(di, e), hn::Zero(di)));
      to_above[r] = hn::MulAdd(up, flow[r], to_diagonal[r]);
      to_diagonal[r] = hn::MulSub(diagonal, flow[r], lost);
      if constexpr (Cell::kShape.along) {
        flow_along[r] = hn::IfThenElseZero(flow[r] > hn::Zero(d), along);
        const V up_along = hn::Load(d, weights + (r * W + 2) * L);
        left_along[r] = hn::Load(d, weights + (r * W + 3) * L);
        to_above_along[r] = hn::MulAdd(up, flow_along[r], hn::MulAdd(up_along, flow[r], to_diagonal_along[r]));
        to_diagonal_along[r] = hn::MulSub(diagonal, flow_along[r], (up_along + left_along[r]) * flow[r]);
      }
      const V gradient = Cell::kShape.along ? flow_along[r] : flow[r];
      if constexpr (kPanel)
        hn::Store(gradient, d, panel + r * L);
      else
        dx[r] = hn::MulAdd(gradient, x[r] - lanes.Y(d, g.y, s, r), dx[r]);
    }
    lanes.LeaveFirst(d, to_above[0], g.back, s);
    if constexpr (Cell::kShape.along) lanes.LeaveFirst(d, to_above_along[0], g.back_along, s);
  }
  lanes.LeaveFirst(d, to_diagonal[0], g.back, g.begin - 1);
  if constexpr (Cell::kShape.along) lanes.LeaveFirst(d, to_diagonal_along[0], g.back_along, g.begin - 1);
  if constexpr (!kPanel) {
    for (Index r = 0; r < R; ++r) hn::Store(dx[r], d, g.dx + r * L);
  }
}

// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace softwarp
HWY_AFTER_NAMESPACE();

#endif
