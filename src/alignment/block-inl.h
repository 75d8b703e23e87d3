// A block of pairs: laid out in lanes, cut into groups of rows, swept forward and back. Compiled once per target.
#if defined(SOFTWARP_ALIGNMENT_BLOCK_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTWARP_ALIGNMENT_BLOCK_INL_H_
#undef SOFTWARP_ALIGNMENT_BLOCK_INL_H_
#else
#define SOFTWARP_ALIGNMENT_BLOCK_INL_H_
#endif

#include <algorithm>
#include <utility>
#include <vector>

#include "alignment/band.hpp"
#include "alignment/kernel.hpp"
#include "alignment/scratch.hpp"
#include "alignment/sweep-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softwarp {
namespace HWY_NAMESPACE {

template <class D>
struct BlockScratch {
  Scratch x, y, rows, weights, panel, back, dx, limits, checkpoints;
  std::vector<Group<D>> groups;
  std::vector<std::size_t> stripes;  // first group of each

  static BlockScratch& here() {
    thread_local BlockScratch scratch;
    return scratch;
  }
};

template <class Cell, class Lanes, class D>
class BlockRun {
  using T = hn::TFromD<D>;
  using TI = hn::TFromD<hn::RebindToSigned<D>>;
  static constexpr Step L = Lanes::kLanes;
  static constexpr Step R =
      2;  // row vectors walked at once: as many as hide the latency of a cell and fit the registers
  static constexpr Step kMargin = Lanes::Rows(R) + (Lanes::kPairs ? 1 : L);  // columns on each side of a buffer
  static constexpr Step kColumn = Lanes::Column(1);

 public:
  BlockRun(const kernel::Block<T>& block, kernel::Item<T>* const* items, Index count)
      : block_(block), items_(items), count_(count), cell_(block.gamma), scratch_(BlockScratch<D>::here()) {
    for (Index b = 0; b < count; ++b) {
      n_ = std::max<Step>(n_, items[b]->n);
      m_ = std::max<Step>(m_, items[b]->m);
      shortest_ = b == 0 ? items[b]->n : std::min<Step>(shortest_, items[b]->n);
      gradient_ = gradient_ || items[b]->dx != nullptr;
      matrix_ = matrix_ || items[b]->E != nullptr;
    }
    given_ = items[0]->cost != nullptr;
    panel_cost_ = given_ || block.dims > 1;
    panel_e_ = panel_cost_ || matrix_;
    vectors_ = Lanes::kPairs ? n_ : (n_ + L - 1) / L;
  }

  void Run() {
    LayOut();
    CutGroups();
    const bool back = gradient_ || matrix_;
    if (back)
      CutStripes();
    else
      scratch_.stripes.assign(1, scratch_.groups.size());

    for (Step part = 0; part < Cell::kParts; ++part) SetRow(part, -kMargin, m_ + kMargin, Cell::None());
    auto& groups = scratch_.groups;
    auto& stripes = scratch_.stripes;
    const std::size_t row_size = static_cast<std::size_t>(Cell::kParts * row_plane_);
    const std::size_t last = stripes.size() - 1;
    std::size_t stripe = 0;
    for (std::size_t k = 0; k < groups.size(); ++k) {
      if (back && stripe < last && stripes[stripe] == k) {
        std::copy_n(rows_, row_size, checkpoints_ + stripe * row_size);
        ++stripe;
      }
      Sweep(groups[k], back && k >= stripes[last]);
    }
    for (Index b = 0; b < count_; ++b) {
      const Step lane = Lanes::kPairs ? b : L - 1 - (items_[b]->n - 1) % L;
      items_[b]->value = Cell::Value(final_state_ + lane, L, block_.gamma);
    }
    if (!back) return;

    ZeroOutputs();
    for (std::size_t k = stripes.size(); k-- > 0;) {
      const std::size_t end = k == last ? groups.size() : stripes[k + 1];
      if (k != last) {
        std::copy_n(checkpoints_ + k * row_size, row_size, rows_);
        for (std::size_t g = stripes[k]; g < end; ++g) Sweep(groups[g], true);
      }
      for (std::size_t g = end; g-- > stripes[k];) SweepBack(groups[g]);
    }
    WriteGradients();
    if (scratch_.checkpoints.size() + scratch_.weights.size() > kKeptBytes) {
      scratch_.checkpoints.free();
      scratch_.weights.free();
    }
  }

 private:
  // Where row i of the one pair is, if rows are in lanes.
  Step PlaceX(Step i, Step k) const { return (i / L * block_.dims + k) * L + (L - 1 - i % L); }

  void LayOut() {
    const Step dims = block_.dims;
    // Rows off the matrix and lanes without a pair repeat what is there, so that every number stays harmless.
    T* x = x_ = scratch_.x.template get<T>(static_cast<std::size_t>(vectors_ * dims * L));
    y_plane_ = (m_ + 2 * kMargin) * kColumn;
    T* y = scratch_.y.template get<T>(static_cast<std::size_t>(y_plane_ * dims)) + kMargin * kColumn;
    y_ = y;
    if (given_) {
      std::fill_n(x, vectors_ * dims * L, T{0});
    } else if constexpr (Lanes::kPairs) {
      Interleave(x, 0, vectors_, false, [](const auto& item) { return std::pair(item.x, item.n); });
      Interleave(y, -kMargin, m_ + kMargin, true, [](const auto& item) { return std::pair(item.y, item.m); });
    } else {
      const auto& item = *items_[0];
      for (Step i = 0; i < vectors_ * L; ++i) {
        for (Step k = 0; k < dims; ++k) x[PlaceX(i, k)] = item.x[std::min<Step>(i, item.n - 1) * dims + k];
      }
      for (Step k = 0; k < dims; ++k) {
        for (Step j = -kMargin; j < m_ + kMargin; ++j) {
          y[k * y_plane_ + j] = item.y[std::clamp<Step>(j, 0, item.m - 1) * dims + k];
        }
      }
    }
    row_plane_ = (y_plane_ + L - 1) / L * L;
    rows_ = scratch_.rows.template get<T>(static_cast<std::size_t>(Cell::kParts * row_plane_ + Cell::kParts * L));
    final_state_ = rows_ + Cell::kParts * row_plane_;
    if (gradient_ || matrix_) {
      back_ = scratch_.back.template get<T>(static_cast<std::size_t>(y_plane_));
      dx_ = scratch_.dx.template get<T>(static_cast<std::size_t>(vectors_ * dims * L));
    }
  }

  // One series a lane, step s of lane l to to[(s·dims + k)·L + l], or in planes of one dimension each; where a series
  // has no step its first or last repeats.
  template <class Series>
  void Interleave(T* to, Step begin, Step end, bool planes, Series series) {
    const Step dims = block_.dims;
    const Step stride = planes ? L : dims * L;
    for (Step l = 0; l < L; ++l) {
      const auto [from, length] = series(*items_[l < count_ ? l : 0]);
      for (Step k = 0; k < dims; ++k) {
        T* lane = to + (planes ? k * y_plane_ : k * L) + l;
        const Step last = std::min<Step>(end, length);
        for (Step s = begin; s < 0; ++s) lane[s * stride] = from[k];
        for (Step s = 0; s < last; ++s) lane[s * stride] = from[s * dims + k];
        for (Step s = last; s < end; ++s) lane[s * stride] = from[(length - 1) * dims + k];
      }
    }
  }

  void CutGroups() {
    auto& groups = scratch_.groups;
    groups.clear();
    TI* limits = scratch_.limits.template get<TI>(static_cast<std::size_t>(3 * vectors_ * L));
    TI* low = limits;
    TI* high = low + vectors_ * L;
    TI* stop = high + vectors_ * L;
    for (Step v = 0; v < vectors_;) {
      Group<D> g;
      g.vector = v;
      g.vectors = vectors_ - v >= R ? R : 1;
      g.first_row = Lanes::Rows(v);
      g.begin = block_.band ? m_ + Lanes::Rows(R) : 0;
      g.end = block_.band ? 0 : m_ + Lanes::Rows(g.vectors) - 1;
      const Step last_row = g.first_row + Lanes::Rows(g.vectors) - 1;
      g.careful = block_.band || last_row >= shortest_ - 1;
      for (Step at = v * L; g.careful && at < (v + g.vectors) * L; ++at) {
        const Step l = at % L;
        const auto& item = *items_[Lanes::kPairs && l < count_ ? l : 0];
        const Step o = Lanes::Offset(at / L - v, l);
        const Step row = g.first_row + o;
        const bool ends = row == item.n - 1 && (!Lanes::kPairs || l < count_);
        stop[at] = static_cast<TI>(ends ? item.m - 1 + o : -1);
        low[at] = 0;
        high[at] = static_cast<TI>(g.end);
        if (block_.band) {
          const Band band(item.n, item.m, block_.band);
          low[at] = static_cast<TI>(row < item.n ? band.low(row) + o : m_ + Lanes::Rows(R));
          high[at] = static_cast<TI>(row < item.n ? band.high(row) + o : -1);
          g.begin = std::min<Step>(g.begin, low[at]);
          g.end = std::max<Step>(g.end, high[at] + 1);
        }
      }
      g.x = x_ + v * block_.dims * L;
      g.y = y_;
      g.row = rows_ + kMargin * kColumn;
      g.row_plane = row_plane_;
      g.back = back_ + (back_ == nullptr ? 0 : kMargin * kColumn);
      g.dx = dx_ + (dx_ == nullptr ? 0 : v * block_.dims * L);
      g.low = low + v * L;
      g.high = high + v * L;
      g.stop = stop + v * L;
      g.final_state = final_state_;
      groups.push_back(g);
      v += g.vectors;
    }
    if (panel_cost_ || panel_e_) {
      Step size = 0;
      for (const auto& g : groups) size = std::max(size, (g.end - g.begin) * g.vectors * L);
      T* panel = scratch_.panel.template get<T>(static_cast<std::size_t>(size + R * L));  // one step is read ahead
      for (auto& g : groups) g.panel = panel;
    }
  }

  std::size_t WeightsSize(const Group<D>& g) const {
    return static_cast<std::size_t>((g.end - g.begin) * g.vectors * 2 * L);
  }

  // Stripes of groups whose weights are kept at the same time. From the end, because the last is swept back at once.
  void CutStripes() {
    auto& groups = scratch_.groups;
    auto& stripes = scratch_.stripes;
    stripes.clear();
    std::size_t total = 0;
    for (const auto& g : groups) total += WeightsSize(g);
    const std::size_t row_bytes = static_cast<std::size_t>(Cell::kParts * row_plane_) * sizeof(T);
    const std::size_t most_stripes = std::max<std::size_t>(kCheckpointBytes / row_bytes, 1);
    const std::size_t room = std::max(block_.weights_bytes / sizeof(T), total / most_stripes);
    std::size_t kept = 0, most = 0;
    for (std::size_t k = groups.size(); k-- > 0;) {
      if (kept > 0 && kept + WeightsSize(groups[k]) > room) {
        stripes.push_back(k + 1);
        kept = 0;
      }
      kept += WeightsSize(groups[k]);
      most = std::max(most, kept);
    }
    stripes.push_back(0);
    std::reverse(stripes.begin(), stripes.end());
    T* at = scratch_.weights.template get<T>(most);
    for (std::size_t k = 0, stripe = 0; k < groups.size(); ++k) {
      if (stripe < stripes.size() && stripes[stripe] == k) {
        at = scratch_.weights.template get<T>(most);
        ++stripe;
      }
      groups[k].weights = at;
      at += WeightsSize(groups[k]);
    }
    checkpoints_ = scratch_.checkpoints.template get<T>((stripes.size() - 1) * row_bytes / sizeof(T));
  }

  void SetRow(Step part, Step begin, Step end, const typename Cell::State& state) {
    Cell::Map(
        [&](auto tag, int p, auto v) HWY_ATTR {
          using TX = hn::TFromD<decltype(tag)>;
          TX* row = reinterpret_cast<TX*>(rows_ + p * row_plane_ + kMargin * kColumn);
          const TX value = hn::GetLane(v);
          if (p == part) std::fill(row + begin * kColumn, row + end * kColumn, value);
          return v;
        },
        state);
  }

  void Sweep(const Group<D>& g, bool keep) {
    if (g.begin == 0) {
      for (Step part = 0; part < Cell::kParts; ++part)
        SetRow(part, -1, 0, g.vector == 0 ? Cell::Start() : Cell::None());
    }
    if (given_)
      GivenPanel(g);
    else if (panel_cost_)
      FillPanel<Lanes>(g, block_.dims, y_plane_);
    const auto run = [&]<Step vectors, bool panel>() {
      if (keep)
        g.careful ? Forward<Cell, Lanes, D, vectors, panel, true, true>(cell_, g)
                  : Forward<Cell, Lanes, D, vectors, panel, true, false>(cell_, g);
      else
        g.careful ? Forward<Cell, Lanes, D, vectors, panel, false, true>(cell_, g)
                  : Forward<Cell, Lanes, D, vectors, panel, false, false>(cell_, g);
    };
    if (panel_cost_)
      g.vectors == R ? run.template operator()<R, true>() : run.template operator()<1, true>();
    else
      g.vectors == R ? run.template operator()<R, false>() : run.template operator()<1, false>();
  }

  void SweepBack(const Group<D>& g) {
    const auto run = [&]<Step vectors, bool panel>() {
      g.careful ? Backward<Cell, Lanes, D, vectors, panel, true>(g)
                : Backward<Cell, Lanes, D, vectors, panel, false>(g);
    };
    if (panel_e_)
      g.vectors == R ? run.template operator()<R, true>() : run.template operator()<1, true>();
    else
      g.vectors == R ? run.template operator()<R, false>() : run.template operator()<1, false>();
    if (!panel_e_) return;
    if (gradient_ && !given_) ReducePanel<Lanes>(g, block_.dims, y_plane_);
    if (matrix_) WriteMatrix(g);
  }

  // Calls f(item, place in the panel, i, j) for every cell of a group.
  template <class Function>
  void ForCells(const Group<D>& g, Function f) {
    for (Step s = g.begin; s < g.end; ++s) {
      for (Step r = 0; r < g.vectors; ++r) {
        for (Step l = 0; l < (Lanes::kPairs ? count_ : L); ++l) {
          auto& item = *items_[Lanes::kPairs ? l : 0];
          const Step o = Lanes::Offset(r, l);
          const Step i = g.first_row + o;
          const Step j = s - o;
          if (i < item.n && j >= 0 && j < item.m) f(item, g.panel[((s - g.begin) * g.vectors + r) * L + l], i, j);
        }
      }
    }
  }
  void GivenPanel(const Group<D>& g) {
    std::fill_n(g.panel, (g.end - g.begin) * g.vectors * L, T{0});
    ForCells(g, [](const kernel::Item<T>& item, T& place, Step i, Step j) { place = item.cost[i + j * item.n]; });
  }
  void WriteMatrix(const Group<D>& g) {
    ForCells(g, [](const kernel::Item<T>& item, T& place, Step i, Step j) {
      if (item.E != nullptr) item.E[i + j * item.n] = place;
    });
  }

  void ZeroOutputs() {
    std::fill_n(back_, y_plane_, -Format<T>::kLost);  // what a row with no flow sends up
    for (Index b = 0; b < count_; ++b) {
      if (items_[b]->E != nullptr) std::fill_n(items_[b]->E, items_[b]->n * items_[b]->m, T{0});
    }
  }

  void WriteGradients() {
    const Step dims = block_.dims;
    for (Index b = 0; b < count_; ++b) {
      T* dx = items_[b]->dx;
      if (dx == nullptr) continue;
      if constexpr (Lanes::kPairs) {
        for (Step q = 0; q < items_[b]->n * dims; ++q) dx[q] = 2 * dx_[q * L + b];
      } else {
        for (Step i = 0; i < items_[b]->n; ++i) {
          for (Step k = 0; k < dims; ++k) dx[i * dims + k] = 2 * dx_[PlaceX(i, k)];
        }
      }
    }
  }

  static constexpr std::size_t kKeptBytes = std::size_t{32} << 20;  // more scratch than this is not kept after a call
  static constexpr std::size_t kCheckpointBytes = std::size_t{128} << 20;

  const kernel::Block<T>& block_;
  kernel::Item<T>* const* items_;
  Index count_;
  const Cell cell_;
  BlockScratch<D>& scratch_;
  Step n_ = 0, m_ = 0;  // of the longest pair
  Step shortest_ = 0;   // the least n
  Step vectors_ = 0;    // row vectors
  bool gradient_ = false, matrix_ = false, given_ = false, panel_cost_ = false, panel_e_ = false;
  T* x_ = nullptr;
  T* y_ = nullptr;
  Step y_plane_ = 0, row_plane_ = 0;
  T* rows_ = nullptr;
  T* final_state_ = nullptr;
  T* back_ = nullptr;
  T* dx_ = nullptr;
  T* checkpoints_ = nullptr;
};

template <class T>
void RunBlock(const kernel::Block<T>& block) {
  using D = hn::ScalableTag<T>;
  const auto run = [&]<class Cell>() {
    if (block.pair_lanes) {
      BlockRun<Cell, PairLanes<D>, D>(block, block.items, block.count).Run();
    } else {
      for (Index b = 0; b < block.count; ++b) BlockRun<Cell, RowLanes<D>, D>(block, block.items + b, 1).Run();
    }
  };
  if (block.gamma > 0)
    run.template operator()<SoftCell<D>>();
  else
    run.template operator()<HardCell<D>>();
}

template <class T>
T LargestValue(const T* values, Index count) {
  const hn::ScalableTag<T> d;
  const hn::RebindToSigned<decltype(d)> di;
  using TI = hn::TFromD<decltype(di)>;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  const auto magnitude = [&](const T* at) HWY_ATTR { return hn::BitCast(di, hn::Abs(hn::LoadU(d, at))); };
  // The bits of non-negative numbers are in the order of the numbers, with infinity and NaN above all others.
  TI bits = 0;
  if (count >= lanes) {
    auto most = magnitude(values + count - lanes);
    for (Index i = 0; i + lanes <= count; i += lanes) most = hn::Max(most, magnitude(values + i));
    HWY_ALIGN TI each[hn::MaxLanes(d)];
    hn::Store(most, di, each);
    bits = *std::max_element(each, each + lanes);
  } else {
    for (Index i = 0; i < count; ++i) {
      const T value = std::abs(values[i]);
      TI own;
      std::memcpy(&own, &value, sizeof own);
      bits = std::max(bits, own);
    }
  }
  T result;
  std::memcpy(&result, &bits, sizeof result);
  return std::isfinite(result) ? result : std::numeric_limits<T>::infinity();
}

// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace softwarp
HWY_AFTER_NAMESPACE();

#endif
