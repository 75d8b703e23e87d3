// A block of pairs laid out in lanes, and cut into groups of rows and stripes of groups. Compiled once per target.
#if defined(SOFTWARP_ALIGNMENT_LAYOUT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTWARP_ALIGNMENT_LAYOUT_INL_H_
#undef SOFTWARP_ALIGNMENT_LAYOUT_INL_H_
#else
#define SOFTWARP_ALIGNMENT_LAYOUT_INL_H_
#endif

#include <algorithm>
#include <numbers>
#include <vector>

#include "softwarp/alignment/band.hpp"
#include "softwarp/alignment/kernel/kernel.hpp"
#include "softwarp/alignment/kernel/scratch.hpp"
#include "softwarp/alignment/kernel/series-inl.h"
#include "softwarp/alignment/kernel/sweep-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softwarp {
namespace HWY_NAMESPACE {

template <class D>
struct BlockScratch {
  Scratch x, y, turned, rows, weights, panel, back, dx, visits, time, limits, checkpoints;
  std::vector<Group<D>> groups;
  std::vector<std::size_t> stripes;  // first group of each

  static BlockScratch& here() {
    thread_local BlockScratch scratch;
    return scratch;
  }
};

/// The buffers of a block, and which part of them each group works on.
/// Buffers by column have kMargin more columns on both sides.
template <class Cell, class Lanes, class D>
struct BlockLayout {
  using T = hn::TFromD<D>;
  using TI = hn::TFromD<hn::RebindToSigned<D>>;
  static constexpr Step L = Lanes::kLanes;
  // Row vectors walked at once: as many as hide the latency of a cell and fit the registers.
  static constexpr Step R = 2;
  static constexpr Step kMargin = Lanes::Rows(R) + (Lanes::kPairs ? 1 : L);
  static constexpr Step kColumn = Lanes::Column(1);
  static constexpr Step kFlows = Cell::kAlong ? 2 : 1;

  const kernel::Block<T>& block;
  kernel::Item<T>* const* items;
  const Index count;
  BlockScratch<D>& scratch;
  std::vector<Group<D>>& groups;
  std::vector<std::size_t>& stripes;
  Step n = 0, m = 0;  // of the longest pair
  Step shortest = 0;  // the least n
  Step vectors = 0;   // row vectors
  bool gradient = false, matrix = false, sums = false, given = false, panel_cost = false, panel_e = false;
  T* x = nullptr;
  T* y = nullptr;
  Step y_plane = 0, row_plane = 0;
  T* rows = nullptr;
  T* final_state = nullptr;
  T* back = nullptr;
  T* dx = nullptr;
  T* visits = nullptr;
  T* time = nullptr;
  T* checkpoints = nullptr;

  BlockLayout(const kernel::Block<T>& block_, kernel::Item<T>* const* items_, Index count_)
      : block(block_),
        items(items_),
        count(count_),
        scratch(BlockScratch<D>::here()),
        groups(scratch.groups),
        stripes(scratch.stripes) {
    for (Index b = 0; b < count; ++b) {
      n = std::max<Step>(n, items[b]->n);
      m = std::max<Step>(m, items[b]->m);
      shortest = b == 0 ? items[b]->n : std::min<Step>(shortest, items[b]->n);
      gradient = gradient || items[b]->dx != nullptr;
      matrix = matrix || items[b]->E != nullptr;
      sums = sums || items[b]->visits != nullptr;
    }
    given = items[0]->cost != nullptr;
    // Along a direction there is the panel alone: half as many sweeps to compile, for a twentieth of the time.
    panel_cost = given || block.dims > 1 || Cell::kAlong;
    panel_e = panel_cost || matrix || sums;
    vectors = Lanes::kPairs ? n : (n + L - 1) / L;
    LayOut();
    CutGroups();
    if (back != nullptr)
      CutStripes();
    else
      stripes.assign(1, groups.size());
  }

  std::size_t row_size() const { return static_cast<std::size_t>(Cell::kParts * row_plane); }

  void WriteGradients() const {
    if (gradient) WriteOut<2>(dx, block.dims, &kernel::Item<T>::dx);
    if (sums) WriteOut<1>(visits, 1, &kernel::Item<T>::visits);
  }

 private:
  // So many times what is in the lanes, numbers to a row, to the items that ask for it.
  template <int times>
  void WriteOut(const T* lanes, Step numbers, T* kernel::Item<T>::*place) const {
    if constexpr (Lanes::kPairs) {
      Interleaving<D, T> out;
      for (Step l = 0; l < L; ++l) {
        out.series[static_cast<std::size_t>(l)] = {l < count ? items[l]->*place : nullptr,
                                                   l < count ? items[l]->n * numbers : 0};
      }
      out.template Out<times>(lanes);
    } else if (items[0]->*place != nullptr) {
      for (Step i = 0; i < n; ++i) {
        for (Step k = 0; k < numbers; ++k) {
          (items[0]->*place)[i * numbers + k] =
              static_cast<T>(times) * lanes[(i / L * numbers + k) * L + (L - 1 - i % L)];
        }
      }
    }
  }

  void LayOut() {
    const Step dims = block.dims;
    x = scratch.x.template get<T>(static_cast<std::size_t>(vectors * dims * L));
    y_plane = (m + 2 * kMargin) * kColumn;
    y = scratch.y.template get<T>(static_cast<std::size_t>(y_plane * dims)) + kMargin * kColumn;
    // Rows off the matrix and lanes without a pair repeat what is there, so that every number stays harmless.
    if (given) {
      std::fill_n(x, vectors * dims * L, T{0});
    } else {
      Lanes::kPairs ? LayOutPairs() : LayOutRows();
      for (Step k = 0; k < dims; ++k) {
        T* plane = y + k * y_plane;
        for (Step j = 1; j <= kMargin; ++j) {
          std::copy_n(plane, kColumn, plane - j * kColumn);
          std::copy_n(plane + (m - 1) * kColumn, kColumn, plane + (m - 1 + j) * kColumn);
        }
      }
    }
    row_plane = (y_plane + L - 1) / L * L;
    rows = scratch.rows.template get<T>(row_size() + static_cast<std::size_t>(Cell::kParts * L));
    final_state = rows + row_size();
    if constexpr (Cell::kAlong) LayOutTime();
    if (gradient || matrix || sums) {
      back = scratch.back.template get<T>(static_cast<std::size_t>(kFlows * y_plane));
      dx = scratch.dx.template get<T>(static_cast<std::size_t>(vectors * dims * L));
      if (sums) visits = scratch.visits.template get<T>(static_cast<std::size_t>(vectors * L));
    }
  }

  void LayOutPairs() {
    const Step dims = block.dims;
    Interleaving<D, const T> xs, ys;
    for (Step l = 0; l < L; ++l) {
      const auto& item = *items[l < count ? l : 0];
      xs.series[static_cast<std::size_t>(l)] = {item.x, item.n * dims};
      ys.series[static_cast<std::size_t>(l)] = {item.y, item.m * dims};
    }
    xs.In(x, dims, n * dims);
    if (dims == 1) return ys.In(y, 1, m);
    T* turned = scratch.turned.template get<T>(static_cast<std::size_t>(m * dims * L));
    ys.In(turned, dims, m * dims);
    for (Step k = 0; k < dims; ++k) {
      for (Step j = 0; j < m; ++j) std::copy_n(turned + (j * dims + k) * L, L, y + k * y_plane + j * L);
    }
  }

  void LayOutRows() {
    const Step dims = block.dims;
    const auto& item = *items[0];
    for (Step v = 0; v < vectors; ++v) {
      for (Step k = 0; k < dims; ++k) {
        for (Step l = 0; l < L; ++l) {
          x[(v * dims + k) * L + l] = item.x[std::min(Lanes::Rows(v) + Lanes::Offset(0, l), n - 1) * dims + k];
        }
      }
    }
    for (Step k = 0; k < dims; ++k) {
      for (Step j = 0; j < m; ++j) y[k * y_plane + j] = item.y[j * dims + k];
    }
  }

  // (1 − α)/(n·m) in units of γ ln 2 (cell-inl.h).
  void LayOutTime() {
    time = scratch.time.template get<T>(static_cast<std::size_t>(L));
    for (Step l = 0; l < L; ++l) {
      const auto& item = *items[Lanes::kPairs && l < count ? l : 0];
      time[l] = static_cast<T>((1 - alpha(block.task)) / static_cast<double>(item.n * item.m) * std::numbers::log2e /
                               block.task.gamma);
    }
  }

  void CutGroups() {
    groups.clear();
    TI* limits = scratch.limits.template get<TI>(static_cast<std::size_t>(3 * vectors * L));
    TI* low = limits;
    TI* high = low + vectors * L;
    TI* stop = high + vectors * L;
    for (Step v = 0; v < vectors;) {
      // In place: a copy would wait for the stores of its members.
      Group<D>& g = groups.emplace_back();
      g.vector = v;
      g.vectors = vectors - v >= R ? R : 1;
      g.first_row = Lanes::Rows(v);
      g.begin = block.task.band ? m + Lanes::Rows(R) : 0;
      g.end = block.task.band ? 0 : m + Lanes::Rows(g.vectors) - 1;
      const Step last_row = g.first_row + Lanes::Rows(g.vectors) - 1;
      g.careful = Cell::kAlong || block.task.band || last_row >= shortest - 1;
      for (Step at = v * L; g.careful && at < (v + g.vectors) * L; ++at) {
        const Step l = at % L;
        const auto& item = *items[Lanes::kPairs && l < count ? l : 0];
        const Step o = Lanes::Offset(at / L - v, l);
        const Step row = g.first_row + o;
        const bool ends = row == item.n - 1 && (!Lanes::kPairs || l < count);
        stop[at] = static_cast<TI>(ends ? item.m - 1 + o : -1);
        if (block.task.band) {
          const Band band(item.n, item.m, block.task.band);
          low[at] = static_cast<TI>(row < item.n ? band.low(row) + o : m + Lanes::Rows(R));
          high[at] = static_cast<TI>(row < item.n ? band.high(row) + o : -1);
          g.begin = std::min<Step>(g.begin, low[at]);
          g.end = std::max<Step>(g.end, high[at] + 1);
        }
      }
      g.x = x + v * block.dims * L;
      g.y = y;
      g.row = rows + kMargin * kColumn;
      g.row_plane = row_plane;
      g.back = back + (back == nullptr ? 0 : kMargin * kColumn);
      if (Cell::kAlong) {
        if (back != nullptr) g.back_along = g.back + y_plane;
        g.time = time;
        g.seed = static_cast<T>(alpha(block.task));
      }
      g.dx = dx + (dx == nullptr ? 0 : v * block.dims * L);
      g.visits = visits + (visits == nullptr ? 0 : v * L);
      g.low = block.task.band ? low + v * L : nullptr;
      g.high = block.task.band ? high + v * L : nullptr;
      g.stop = stop + v * L;
      g.final_state = final_state;
      v += g.vectors;
    }
    if (panel_cost || panel_e) {
      Step size = 0;
      for (const auto& g : groups) size = std::max(size, (g.end - g.begin) * g.vectors * L);
      T* panel = scratch.panel.template get<T>(static_cast<std::size_t>(size + R * L));  // one step is read ahead
      for (auto& g : groups) g.panel = panel;
    }
  }

  std::size_t WeightsSize(const Group<D>& g) const {
    return static_cast<std::size_t>((g.end - g.begin) * g.vectors * Cell::kWeights * L);
  }

  // Stripes of groups whose weights are kept at the same time. From the end, because the last is swept back at once.
  void CutStripes() {
    stripes.clear();
    std::size_t total = 0;
    for (const auto& g : groups) total += WeightsSize(g);
    const std::size_t row_bytes = row_size() * sizeof(T);
    const std::size_t most_stripes = std::max<std::size_t>(kCheckpointBytes / row_bytes, 1);
    const std::size_t room = std::max(block.weights_bytes / sizeof(T), total / most_stripes);
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
    T* at = scratch.weights.template get<T>(most);
    for (std::size_t k = 0, stripe = 0; k < groups.size(); ++k) {
      if (stripe < stripes.size() && stripes[stripe] == k) {
        at = scratch.weights.template get<T>(most);
        ++stripe;
      }
      groups[k].weights = at;
      at += WeightsSize(groups[k]);
    }
    checkpoints = scratch.checkpoints.template get<T>((stripes.size() - 1) * row_size());
  }

  static constexpr std::size_t kCheckpointBytes = std::size_t{128} << 20;
};

// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace softwarp
HWY_AFTER_NAMESPACE();

#endif
