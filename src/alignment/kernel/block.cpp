// A block of pairs, swept forward and back. Plain code: vectors are moved by Sweeps (docs/kernel.md).
#include <algorithm>

#include "softwarp/alignment/kernel/kernel.hpp"
#include "softwarp/alignment/kernel/lane_memory.hpp"
#include "softwarp/alignment/kernel/layout.hpp"

namespace softwarp::kernel {
namespace {

Recursion recursion_of(const Task& task) {
  if (std::holds_alternative<ExpectedCost>(task.quantity)) return Recursion::expected_cost;
  if (std::holds_alternative<ShapeAndTime>(task.quantity)) return Recursion::shape_and_time;
  return task.gamma > 0 ? Recursion::soft_minimum : Recursion::minimum;
}

template <class Real>
class BlockRun {
 public:
  BlockRun(const Block<Real>& block, Layout<Real>& layout)
      : block_(block),
        sweeps_(sweeps(Real(), recursion_of(block.task), block.pair_lanes)),
        lanes_(sweeps_.lanes),
        layout_(layout) {
    layout_.lay_out(block, sweeps_);
    if (layout_.extent.given)
      std::fill_n(layout_.at.x, layout_.extent.vectors * block.dims * lanes_.lanes, Real{0});
    else
      load_series(block, lanes_, layout_);
  }

  void forward() {
    const auto& stripes = layout_.stripes;
    const std::size_t last = stripes.size() - 1;
    sweeps_.clear_row(layout_.at.row, layout_.at.row_plane, -layout_.at.margin, layout_.extent.m + layout_.at.margin);
    std::size_t stripe = 0;
    for (std::size_t k = 0; k < layout_.groups.size(); ++k) {
      if (stripe < last && stripes[stripe] == k) {
        std::copy_n(layout_.at.row_memory(), layout_.at.row_size, checkpoint(stripe));
        ++stripe;
      }
      forward(layout_.groups[k], k >= stripes[last]);
    }
    for (Index b = 0; b < block_.count; ++b) {
      Item<Real>& item = *block_.items[b];
      const Index lane = lanes_.last_lane(b, item.n);
      const Outcome outcome = sweeps_.outcome(layout_.at.final_state + lane, block_.task.gamma, alpha(block_.task),
                                              sweeps_.cell.along ? layout_.at.direction + lane : nullptr);
      item.value = outcome.value;
      item.entropy = outcome.entropy;
    }
  }

  void back() {
    zero_outputs();
    const auto& groups = layout_.groups;
    const auto& stripes = layout_.stripes;
    for (std::size_t k = stripes.size(); k-- > 0;) {
      const bool is_last = k + 1 == stripes.size();
      const std::size_t end = is_last ? groups.size() : stripes[k + 1];
      if (!is_last) {
        std::copy_n(checkpoint(k), layout_.at.row_size, layout_.at.row_memory());
        for (std::size_t g = stripes[k]; g < end; ++g) forward(groups[g], true);
      }
      for (std::size_t g = end; g-- > stripes[k];) back(groups[g]);
    }
    store_gradients(block_, lanes_, layout_);
    layout_.trim();
  }

 private:
  Real* checkpoint(std::size_t stripe) const { return layout_.at.checkpoints + stripe * layout_.at.row_size; }

  void forward(const Group<Real>& group, bool keep) {
    if (layout_.extent.given)
      load_costs(block_, lanes_, group);
    else if (layout_.extent.panel_cost)
      sweeps_.fill_panel(group, block_.dims, layout_.at.y_plane);
    sweeps_.forward(group, block_.task.gamma, layout_.extent.panel_cost, keep);
  }

  void back(const Group<Real>& group) {
    const Extent& extent = layout_.extent;
    sweeps_.backward(group, extent.panel_E);
    if (extent.panel_E && !extent.given && (extent.gradient || extent.visits))
      sweeps_.reduce_panel(group, block_.dims, layout_.at.y_plane, extent.visits);
    if (extent.matrix) store_matrix(block_, lanes_, group);
  }

  void zero_outputs() {
    const Index flow = layout_.at.y_plane;
    std::fill_n(layout_.at.back_memory(), flow, -kLost<Real>);  // what a row with no flow sends up
    if (sweeps_.cell.along) std::fill_n(layout_.at.back_memory() + flow, flow, Real{0});
    for (Index b = 0; b < block_.count; ++b) {
      const Item<Real>& item = *block_.items[b];
      if (item.E != nullptr) std::fill_n(item.E, cells(item), Real{0});
    }
  }

  const Block<Real>& block_;
  const Sweeps<Real>& sweeps_;
  const LaneLayout lanes_;
  Layout<Real>& layout_;
};

template <class Real>
void run_block(const Block<Real>& block) {
  thread_local Layout<Real> layout;  // its memory is used again
  BlockRun<Real> run(block, layout);
  run.forward();
  if (layout.extent.goes_back()) run.back();
}

}  // namespace

void run(const Block<float>& block) { run_block(block); }
void run(const Block<double>& block) { run_block(block); }

}  // namespace softwarp::kernel
