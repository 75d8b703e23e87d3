// A block of pairs, swept forward and back. Compiled once per target.
#if defined(SOFTWARP_ALIGNMENT_BLOCK_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTWARP_ALIGNMENT_BLOCK_INL_H_
#undef SOFTWARP_ALIGNMENT_BLOCK_INL_H_
#else
#define SOFTWARP_ALIGNMENT_BLOCK_INL_H_
#endif

#include <algorithm>

#include "softwarp/alignment/kernel/layout-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softwarp {
namespace HWY_NAMESPACE {

template <class Cell, class Lanes, class D>
class BlockRun {
  using T = hn::TFromD<D>;
  using Layout = BlockLayout<Cell, Lanes, D>;
  static constexpr Step L = Layout::L, R = Layout::R, kMargin = Layout::kMargin, kColumn = Layout::kColumn;

 public:
  BlockRun(const kernel::Block<T>& block, kernel::Item<T>* const* items, Index count)
      : at_(block, items, count), cell_(block.task.gamma) {}

  void Run() {
    const bool back = at_.back != nullptr;
    const auto& groups = at_.groups;
    const auto& stripes = at_.stripes;
    const std::size_t row_size = at_.row_size();
    SetRow(-kMargin, at_.m + kMargin, Cell::None());
    const std::size_t last = stripes.size() - 1;
    std::size_t stripe = 0;
    for (std::size_t k = 0; k < groups.size(); ++k) {
      if (back && stripe < last && stripes[stripe] == k) {
        std::copy_n(at_.rows, row_size, at_.checkpoints + stripe * row_size);
        ++stripe;
      }
      Sweep(groups[k], back && k >= stripes[last]);
    }
    for (Index b = 0; b < at_.count; ++b) {
      const Step lane = Lanes::kPairs ? b : L - 1 - (at_.items[b]->n - 1) % L;
      at_.items[b]->value = Cell::Value(at_.final_state + lane, L, at_.block);
    }
    if (!back) return;

    ZeroOutputs();
    for (std::size_t k = stripes.size(); k-- > 0;) {
      const std::size_t end = k == last ? groups.size() : stripes[k + 1];
      if (k != last) {
        std::copy_n(at_.checkpoints + k * row_size, row_size, at_.rows);
        for (std::size_t g = stripes[k]; g < end; ++g) Sweep(groups[g], true);
      }
      for (std::size_t g = end; g-- > stripes[k];) SweepBack(groups[g]);
    }
    at_.WriteGradients();
    if (at_.scratch.checkpoints.size() + at_.scratch.weights.size() > kKeptBytes) {
      at_.scratch.checkpoints.free();
      at_.scratch.weights.free();
    }
  }

 private:
  // Columns begin … end−1 of the row above.
  void SetRow(Step begin, Step end, const typename Cell::State& state) {
    Cell::Map(
        [&](auto tag, int part, auto v) HWY_ATTR {
          auto* row = reinterpret_cast<hn::TFromD<decltype(tag)>*>(at_.rows + part * at_.row_plane + kMargin * kColumn);
          std::fill(row + begin * kColumn, row + end * kColumn, hn::GetLane(v));
          return v;
        },
        state);
  }

  void Sweep(const Group<D>& g, bool keep) {
    if (g.begin == 0) SetRow(-1, 0, g.vector == 0 ? Cell::Start() : Cell::None());
    if (at_.given)
      GivenPanel(g);
    else if (at_.panel_cost)
      FillPanel<Lanes>(g, at_.block.dims, at_.y_plane);
    const auto run = [&]<Step vectors, bool panel, bool careful>() {
      keep ? Forward<Cell, Lanes, D, vectors, panel, true, careful>(cell_, g)
           : Forward<Cell, Lanes, D, vectors, panel, false, careful>(cell_, g);
    };
    Choose(g, at_.panel_cost, run);
  }

  void SweepBack(const Group<D>& g) {
    const auto run = [&]<Step vectors, bool panel, bool careful>() {
      Backward<Cell, Lanes, D, vectors, panel, careful>(g);
      if (!panel || at_.given) return;
      if (at_.sums)
        ReducePanel<Lanes, D, vectors, true>(g, at_.block.dims, at_.y_plane);
      else if (at_.gradient)
        ReducePanel<Lanes, D, vectors, false>(g, at_.block.dims, at_.y_plane);
    };
    Choose(g, at_.panel_e, run);
    if (at_.matrix) WriteMatrix(g);
  }

  // Calls run with what a group needs as template arguments.
  template <class Run>
  static void Choose(const Group<D>& g, bool panel, Run run) {
    const auto careful = [&]<Step vectors, bool with_panel>() {
      if constexpr (Cell::kAlong)
        run.template operator()<vectors, true, true>();
      else if (g.careful)
        run.template operator()<vectors, with_panel, true>();
      else
        run.template operator()<vectors, with_panel, false>();
    };
    if (panel)
      g.vectors == R ? careful.template operator()<R, true>() : careful.template operator()<1, true>();
    else
      g.vectors == R ? careful.template operator()<R, false>() : careful.template operator()<1, false>();
  }

  // Calls f(item, place in the panel, i, j) for every cell of a group.
  template <class Function>
  void ForCells(const Group<D>& g, Function f) {
    for (Step s = g.begin; s < g.end; ++s) {
      for (Step r = 0; r < g.vectors; ++r) {
        for (Step l = 0; l < (Lanes::kPairs ? at_.count : L); ++l) {
          auto& item = *at_.items[Lanes::kPairs ? l : 0];
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
    std::fill_n(at_.back, at_.y_plane, -Format<T>::kLost);  // what a row with no flow sends up
    if (Cell::kAlong) std::fill_n(at_.back + at_.y_plane, at_.y_plane, T{0});
    for (Index b = 0; b < at_.count; ++b) {
      if (at_.items[b]->E != nullptr) std::fill_n(at_.items[b]->E, at_.items[b]->n * at_.items[b]->m, T{0});
    }
  }

  static constexpr std::size_t kKeptBytes = std::size_t{32} << 20;  // more scratch than this is not kept after a call

  Layout at_;
  const Cell cell_;
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
  if (std::holds_alternative<ExpectedCost>(block.task.quantity))
    run.template operator()<AlongCell<D, false>>();
  else if (std::holds_alternative<ShapeAndTime>(block.task.quantity))
    run.template operator()<AlongCell<D, true>>();
  else if (block.task.gamma > 0)
    run.template operator()<SoftCell<D>>();
  else
    run.template operator()<HardCell<D>>();
}

// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace softwarp
HWY_AFTER_NAMESPACE();

#endif
