// Sweeps (vector_code.hpp) for one recursion, one kind of lanes and one target: chooses among the sweeps that are
// compiled for it. Compiled once per target.
#if defined(SOFTWARP_ALIGNMENT_SWEEPS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTWARP_ALIGNMENT_SWEEPS_INL_H_
#undef SOFTWARP_ALIGNMENT_SWEEPS_INL_H_
#else
#define SOFTWARP_ALIGNMENT_SWEEPS_INL_H_
#endif

#include <algorithm>

#include "softwarp/alignment/kernel/panel-inl.h"
#include "softwarp/alignment/kernel/sweep-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softwarp {
namespace HWY_NAMESPACE {

template <class Cell, class Lanes, class D>
class SweepsOf final : public kernel::Sweeps<hn::TFromD<D>> {
  using T = hn::TFromD<D>;
  using Group = kernel::Group<T>;
  static constexpr Index R = kernel::kGroupVectors;
  // Shuffles between rows leave no room for more.
  static constexpr Index kValueVectors = Lanes::kLayout.pairs ? Cell::kValueVectors : R;

 public:
  SweepsOf() : kernel::Sweeps<T>(Lanes::kLayout, Cell::kShape, kValueVectors) {}

  void clear_row(T* row, Index row_plane, Index begin, Index end) const override {
    FillRow<Cell, Lanes>(row, row_plane, begin, end, Cell::None());
  }

  // What is not compiled: a single vector without care, because it holds the last row; a value without care through
  // the panel, which is rare.
  void forward(const Group& g, double gamma, bool panel, bool keep) const override {
    const auto run = [&]<Index vectors, bool with_panel, bool careful>() {
      if constexpr (Cell::kShape.along)
        Forward<Cell, Lanes, D, vectors, true, true, true>(Cell(gamma, g.direction), g, keep);
      else if (vectors > R || !keep)
        Forward<Cell, Lanes, D, vectors, with_panel, false, careful || with_panel>(Cell(gamma, g.direction), g, keep);
      else
        Forward<Cell, Lanes, D, vectors, with_panel || kBackByPanel, true, careful>(Cell(gamma, g.direction), g, keep);
    };
    if (g.vectors > R)
      Choose<kValueVectors>(g, panel, run);
    else
      Choose<R>(g, panel, run);
  }

  void backward(const Group& g, bool panel) const override {
    Choose<R>(g, panel, [&]<Index vectors, bool with_panel, bool careful>() {
      Backward<Cell, Lanes, D, vectors, with_panel || kBackByPanel, careful>(g);
    });
  }

  void fill_panel(const Group& g, Index dims, Index y_plane) const override { FillPanel<Lanes, D>(g, dims, y_plane); }

  void reduce_panel(const Group& g, Index dims, Index y_plane, bool visits) const override {
    const auto reduce = [&]<Index vectors>() {
      visits ? ReducePanel<Lanes, D, vectors, true>(g, dims, y_plane)
             : ReducePanel<Lanes, D, vectors, false>(g, dims, y_plane);
    };
    g.vectors == R ? reduce.template operator()<R>() : reduce.template operator()<1>();
  }

  void add_columns(const Group& g, Index dims, Index y_plane) const override {
    g.vectors == R ? AddColumns<Lanes, D, R>(g, dims, y_plane) : AddColumns<Lanes, D, 1>(g, dims, y_plane);
  }

  kernel::Outcome outcome(const T* final_state_in_lane, double gamma, double alpha,
                          const T* direction_in_lane) const override {
    return Cell::Result(final_state_in_lane, Lanes::kLanes, gamma, alpha, direction_in_lane);
  }

 private:
  static constexpr bool kBackByPanel = Cell::kShape.panels != kernel::Panels::as_needed;

  // Calls run with what a group needs as template arguments.
  template <Index most, class Run>
  static void Choose(const Group& g, bool panel, Run run) {
    const auto choose = [&]<bool with_panel>() {
      if (g.vectors == 1)
        run.template operator()<1, with_panel, true>();
      else if (g.careful || Cell::kShape.along)
        run.template operator()<most, with_panel, true>();
      else
        run.template operator()<most, with_panel, false>();
    };
    if (panel || Cell::kShape.panels == kernel::Panels::always)
      choose.template operator()<true>();
    else
      choose.template operator()<false>();
  }
};

template <class T>
const kernel::Sweeps<T>& SweepsFor(kernel::Recursion recursion, bool pair_lanes) {
  using D = hn::ScalableTag<T>;
  const auto of = [&]<class Cell>() -> const kernel::Sweeps<T>& {
    static const SweepsOf<Cell, PairLanes<D>, D> pairs;
    static const SweepsOf<Cell, RowLanes<D>, D> rows;
    return pair_lanes ? static_cast<const kernel::Sweeps<T>&>(pairs) : rows;
  };
  switch (recursion) {
    case kernel::Recursion::expected_cost:
      return of.template operator()<AlongCell<D, false>>();
    case kernel::Recursion::shape_and_time:
      return of.template operator()<AlongCell<D, true>>();
    case kernel::Recursion::minimum:
      return of.template operator()<HardCell<D>>();
    case kernel::Recursion::soft_minimum:
      break;
  }
  return of.template operator()<SoftCell<D>>();
}

// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace softwarp
HWY_AFTER_NAMESPACE();

#endif
