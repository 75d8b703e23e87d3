// The two sweeps over a group of rows: forward, which fills in the cells, and backward, which sends E through them.
#if defined(SOFTWARP_ALIGNMENT_SWEEP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTWARP_ALIGNMENT_SWEEP_INL_H_
#undef SOFTWARP_ALIGNMENT_SWEEP_INL_H_
#else
#define SOFTWARP_ALIGNMENT_SWEEP_INL_H_
#endif

#include <hwy/cache_control.h>

#include "softwarp/alignment/kernel/cell-inl.h"
#include "softwarp/alignment/kernel/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softwarp {
namespace HWY_NAMESPACE {

/// R row vectors that are walked together, in steps begin … end−1 (lanes-inl.h). L lanes.
/// Pointers into buffers by column point at column 0; there is room on both sides for the lanes that are off the
/// matrix.
template <class D>
struct Group {
  using T = hn::TFromD<D>;
  using TI = hn::TFromD<hn::RebindToSigned<D>>;

  Step vector = 0;   // number of the first row vector; R of them
  Step vectors = 0;  // R
  Step begin = 0, end = 0;
  Step first_row = 0;
  bool careful = false;  // some lanes end here, or some cells are outside the band
  const T* x = nullptr;  // [R][dims][L]
  const T* y = nullptr;  // [dims] planes by column
  T* row = nullptr;      // states of the row above, then of the last row, by column; one plane a part
  Step row_plane = 0;
  T* weights = nullptr;     // [steps][R][weights of a cell][L], kept from forward to back
  T* panel = nullptr;       // [steps][R][L]: costs on the way forward, E on the way back
  T* back = nullptr;        // what flows from the row below, then out of the first row, by column
  T* back_along = nullptr;  // likewise of the second flow
  T* dx = nullptr;          // [R][dims][L]
  T* visits = nullptr;      // [R][L], if they are asked
  const TI* low = nullptr;  // [R][L] steps between which a lane is inside the band, if there is one
  const TI* high = nullptr;
  const TI* stop = nullptr;  // [R][L] the step of a lane's cell (n−1, m−1), or −1
  T* final_state = nullptr;  // [parts][L] the state there
  const T* time = nullptr;   // [L] what a cell (i, j) counts for each (i − j)², if it is that which is expected
  T seed = 1;                // where the second flow begins: the first one's share in the gradient
};

template <class D, class Lanes, Step R>
HWY_INLINE hn::Vec<D> SquaredDistance(const Group<D>& g, hn::Vec<D> x, Step s, Step r) {
  const auto difference = x - Lanes().Y(D(), g.y, s, r);
  return difference * difference;
}

/// (i − j)², times what that counts.
template <class D, class Lanes>
HWY_INLINE hn::Vec<D> TimeCost(const Group<D>& g, Step s, Step r) {
  using T = hn::TFromD<D>;
  const D d;
  // i = first row + o and j = s − o; o falls by one from lane to lane, or is the same in all of them.
  const auto i_less_j = hn::Set(d, static_cast<T>(g.first_row + 2 * Lanes::Offset(r, 0) - s)) -
                        (Lanes::kPairs ? hn::Zero(d) : hn::Iota(d, 0) + hn::Iota(d, 0));
  return (i_less_j * i_less_j) * hn::Load(d, g.time);
}

template <class Cell, class Lanes, class D, Step R, bool kPanel, bool kKeep, bool kCareful>
HWY_NOINLINE void Forward(const Cell& cell, const Group<D>& group) {
  using T = hn::TFromD<D>;
  using State = typename Cell::State;
  using DI = hn::RebindToSigned<D>;
  const Group<D> g = group;
  const D d;
  const DI di;
  const Lanes lanes;
  constexpr Step L = Lanes::kLanes;
  constexpr Step W = Cell::kWeights;
  const auto plane = [&](auto tag, int part)
                         HWY_ATTR { return reinterpret_cast<hn::TFromD<decltype(tag)>*>(g.row + part * g.row_plane); };
  const auto above_first = [&](const State& own, Step s) HWY_ATTR {
    return Cell::Map([&](auto tag, int part, auto v) HWY_ATTR { return lanes.AboveFirst(tag, v, plane(tag, part), s); },
                     own);
  };

  State left[R], diagonal[R], final_state = Cell::None();
  hn::Vec<D> x[R];
  for (Step r = 0; r < R; ++r) {
    left[r] = diagonal[r] = Cell::None();
    x[r] = hn::Load(d, g.x + r * L);
  }
  diagonal[0] = above_first(Cell::None(), g.begin - 1);
  T* HWY_RESTRICT weights = g.weights;
  const T* HWY_RESTRICT panel = g.panel;

  const auto prepare = [&](Step s, Step r) HWY_ATTR {
    const auto cost = [&]() HWY_ATTR {
      if constexpr (kPanel)
        return hn::Load(d, panel + ((s - g.begin) * R + r) * L);
      else
        return SquaredDistance<D, Lanes, R>(g, x[r], s, r);
    }();
    if constexpr (Cell::kAlong)
      return cell.Prepare(cost, Cell::kTime ? TimeCost<D, Lanes>(g, s, r) : cost);
    else
      return cell.Prepare(cost);
  };
  typename Cell::Local local[R];
  for (Step r = 0; r < R; ++r) local[r] = prepare(g.begin, r);

  const auto step = [&](Step s, auto normalise) HWY_ATTR {
    constexpr bool kNormalise = decltype(normalise)::value;
    for (Step r = R - 1; r >= 0; --r) {
      State up;
      if (r == 0) {
        up = above_first(left[0], s);
      } else {
        up = Cell::Map([&](auto tag, int, auto own, auto before) HWY_ATTR { return lanes.Above(tag, own, before); },
                       left[r], left[r - 1]);
      }
      // The next cell's exponential is started before this cell waits for its neighbours.
      const typename Cell::Local now = local[r];
      local[r] = prepare(s + 1, r);
      hn::Vec<D> w[Cell::kWeights];
      left[r] = cell.template Next<kNormalise, kKeep>(up, left[r], diagonal[r], now, w);
      diagonal[r] = up;
      if constexpr (kKeep) {
        for (Step k = 0; k < W; ++k) hn::Store(w[k], d, weights + (r * W + k) * L);
      }
      if constexpr (kCareful) {
        const auto at = hn::Set(di, static_cast<hn::TFromD<DI>>(s));
        const auto stops = at == hn::Load(di, g.stop + r * L);
        if (g.low != nullptr) {
          const auto inside = hn::AndNot(at > hn::Load(di, g.high + r * L), hn::Not(at < hn::Load(di, g.low + r * L)));
          left[r] = Cell::Map([&](auto tag, int, auto v, auto none)
                                  HWY_ATTR { return hn::IfThenElse(hn::RebindMask(tag, inside), v, none); },
                              left[r], Cell::None());
        }
        final_state = Cell::Map([&](auto tag, int, auto v, auto old)
                                    HWY_ATTR { return hn::IfThenElse(hn::RebindMask(tag, stops), v, old); },
                                left[r], final_state);
      }
    }
    weights += R * W * L;
    Cell::Map(
        [&](auto tag, int part, auto v) HWY_ATTR {
          lanes.LeaveLast(tag, v, plane(tag, part), s, R);
          return v;
        },
        left[R - 1]);
  };
  for (Step s = g.begin; s < g.end; ++s) {
    if (Cell::kSoft && ((s + g.first_row) & 7) < 2)
      step(s, std::true_type());
    else
      step(s, std::false_type());
  }

  if constexpr (kCareful) {
    Cell::Map(
        [&](auto tag, int part, auto v) HWY_ATTR {
          using TX = hn::TFromD<decltype(tag)>;
          TX* to = reinterpret_cast<TX*>(g.final_state + part * L);
          auto stopped = hn::MaskFromVec(hn::Zero(di));
          for (Step r = 0; r < R; ++r) stopped = hn::Or(stopped, hn::Not(hn::Load(di, g.stop + r * L) < hn::Zero(di)));
          hn::Store(hn::IfThenElse(hn::RebindMask(tag, stopped), v, hn::Load(tag, to)), tag, to);
          return v;
        },
        final_state);
  }
}

/// Two flows go back where the cell has a direction: E, and the gradient of the whole quantity, seed·E + its change
/// along the direction. Else E is the gradient.
template <class Cell, class Lanes, class D, Step R, bool kPanel, bool kCareful>
HWY_NOINLINE void Backward(const Group<D>& group) {
  using T = hn::TFromD<D>;
  using V = hn::Vec<D>;
  using DI = hn::RebindToSigned<D>;
  const Group<D> g = group;
  const D d;
  const DI di;
  const Lanes lanes;
  constexpr Step L = Lanes::kLanes;
  constexpr Step W = Cell::kWeights;

  constexpr Step kAhead = 8;  // steps

  // What the cells of the step before send on: to the left (as a product yet to be made), to the diagonal, and, with
  // what the cell right of them sent to the diagonal, to the row above. What is too little to matter ends on the way,
  // because its products would be subnormal, and those are slow: kLost is taken off before the largest of that and 0.
  const V lost = hn::Set(d, Format<T>::kLost);
  V left[R], flow[R], to_diagonal[R], to_above[R], x[R], dx[R];
  [[maybe_unused]] V left_along[R], flow_along[R], to_diagonal_along[R], to_above_along[R];
  for (Step r = 0; r < R; ++r) {
    left[r] = flow[r] = dx[r] = hn::Zero(d);
    to_diagonal[r] = to_above[r] = hn::Neg(lost);
    left_along[r] = flow_along[r] = to_diagonal_along[r] = to_above_along[r] = hn::Zero(d);
    x[r] = hn::Load(d, g.x + r * L);
  }
  const T* HWY_RESTRICT weights = g.weights + (g.end - g.begin) * R * W * L;
  T* HWY_RESTRICT panel = g.panel + (g.end - g.begin) * R * L;
  for (Step s = g.end - 1; s >= g.begin; --s) {
    weights -= R * W * L;
    panel -= R * L;
    for (Step r = 0; r < R; ++r) {
      const auto from_below = [&](const V* to, const T* row) HWY_ATTR {
        return r == R - 1 ? lanes.BelowLast(d, to[r], row, s, R) : lanes.Below(d, to[r], to[r + 1 < R ? r + 1 : r]);
      };
      V e = hn::MulAdd(left[r], flow[r], from_below(to_above, g.back));
      [[maybe_unused]] V along;
      if constexpr (Cell::kAlong) {
        along = hn::MulAdd(left[r], flow_along[r],
                           hn::MulAdd(left_along[r], flow[r], from_below(to_above_along, g.back_along)));
      }
      if constexpr (kCareful) {
        const auto stops = hn::Set(di, static_cast<hn::TFromD<DI>>(s)) == hn::Load(di, g.stop + r * L);
        e = e + hn::IfThenElseZero(hn::RebindMask(d, stops), hn::Set(d, T{1}));
        if constexpr (Cell::kAlong) along = along + hn::IfThenElseZero(hn::RebindMask(d, stops), hn::Set(d, g.seed));
      }
      // Processors look ahead less well when memory is read from the end.
      for (Step k = 0; k < W; ++k) hwy::Prefetch(weights + ((r - kAhead * R) * W + k) * L);
      const V up = hn::Load(d, weights + r * W * L);
      left[r] = hn::Load(d, weights + (r * W + 1) * L);
      const V diagonal = (hn::Set(d, T{1}) - up) - left[r];
      flow[r] = hn::BitCast(d, hn::Max(hn::BitCast(di, e), hn::Zero(di)));
      to_above[r] = hn::MulAdd(up, flow[r], to_diagonal[r]);
      to_diagonal[r] = hn::MulSub(diagonal, flow[r], lost);
      if constexpr (Cell::kAlong) {
        flow_along[r] = hn::IfThenElseZero(flow[r] > hn::Zero(d), along);
        const V up_along = hn::Load(d, weights + (r * W + 2) * L);
        left_along[r] = hn::Load(d, weights + (r * W + 3) * L);
        to_above_along[r] = hn::MulAdd(up, flow_along[r], hn::MulAdd(up_along, flow[r], to_diagonal_along[r]));
        to_diagonal_along[r] = hn::MulSub(diagonal, flow_along[r], (up_along + left_along[r]) * flow[r]);
      }
      const V gradient = Cell::kAlong ? flow_along[r] : flow[r];
      if constexpr (kPanel)
        hn::Store(gradient, d, panel + r * L);
      else
        dx[r] = hn::MulAdd(gradient, x[r] - lanes.Y(d, g.y, s, r), dx[r]);
    }
    lanes.LeaveFirst(d, to_above[0], g.back, s);
    if constexpr (Cell::kAlong) lanes.LeaveFirst(d, to_above_along[0], g.back_along, s);
  }
  lanes.LeaveFirst(d, to_diagonal[0], g.back, g.begin - 1);
  if constexpr (Cell::kAlong) lanes.LeaveFirst(d, to_diagonal_along[0], g.back_along, g.begin - 1);
  if constexpr (!kPanel) {
    for (Step r = 0; r < R; ++r) hn::Store(dx[r], d, g.dx + r * L);
  }
}

/// Squared Euclidean costs of a group into its panel, for more than one dimension.
template <class Lanes, class D>
HWY_NOINLINE void FillPanel(const Group<D>& g, Step dims, Step y_plane) {
  const D d;
  constexpr Step L = Lanes::kLanes;
  for (Step s = g.begin; s < g.end; ++s) {
    for (Step r = 0; r < g.vectors; ++r) {
      auto sum = hn::Zero(d);
      for (Step k = 0; k < dims; ++k) {
        const auto difference = hn::Load(d, g.x + (r * dims + k) * L) - Lanes().Y(d, g.y + k * y_plane, s, r);
        sum = hn::MulAdd(difference, difference, sum);
      }
      hn::Store(sum, d, g.panel + ((s - g.begin) * g.vectors + r) * L);
    }
  }
}

/// From E in the panel, the chain rule through the squared Euclidean cost, half of it, dx_i = Σ_j E_ij (x_i − y_j); and
/// with kVisits the sums of its rows. All sums of a step side by side, because each waits for its own last addition.
template <class Lanes, class D, Step R, bool kVisits>
HWY_NOINLINE void ReducePanel(const Group<D>& g, Step dims, Step y_plane) {
  const D d;
  constexpr Step L = Lanes::kLanes;
  for (Step k = 0; k < dims; ++k) {
    hn::Vec<D> x[R], dx[R], visits[R];
    for (Step r = 0; r < R; ++r) {
      x[r] = hn::Load(d, g.x + (r * dims + k) * L);
      dx[r] = visits[r] = hn::Zero(d);
    }
    for (Step s = g.end - 1; s >= g.begin; --s) {
      for (Step r = 0; r < R; ++r) {
        const auto e = hn::Load(d, g.panel + ((s - g.begin) * R + r) * L);
        dx[r] = hn::MulAdd(e, x[r] - Lanes().Y(d, g.y + k * y_plane, s, r), dx[r]);
        if constexpr (kVisits) visits[r] = visits[r] + e;
      }
    }
    for (Step r = 0; r < R; ++r) {
      hn::Store(dx[r], d, g.dx + (r * dims + k) * L);
      if constexpr (kVisits) hn::Store(visits[r], d, g.visits + r * L);
    }
  }
}

// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace softwarp
HWY_AFTER_NAMESPACE();

#endif
