// A block of pairs, swept forward and back. Plain code: vectors are moved by Sweeps (docs/kernel.md).
#include <algorithm>
#include <cmath>
#include <limits>

#include "softwarp/alignment/kernel/kernel.hpp"
#include "softwarp/alignment/kernel/lane_memory.hpp"
#include "softwarp/alignment/kernel/layout.hpp"
#include "softwarp/core/interrupt.hpp"

namespace softwarp::kernel {
namespace {

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

  void run() {
    sweeps_.clear_row(layout_.at.row, layout_.at.row_plane, -layout_.at.margin, layout_.extent.m + layout_.at.margin);
    if (layout_.extent.goes_back()) {
      zero_outputs();
      forward_and_back(0, layout_.stripes.size() - 1, layout_.at.checkpoints);
      store_gradients(block_, lanes_, layout_);
    } else {
      forward_to_limits();
    }
    layout_.trim();
  }

 private:
  // Stripes first … last−1, of which row memory holds the row above. Many are swept in parts: forward, with a checkpoint
  // above each part but the last, then part by part from the last, each in the same way.
  void forward_and_back(std::size_t first, std::size_t last, Real* checkpoints) {
    const auto& stripes = layout_.stripes;
    if (last - first == 1) {
      forward(stripes[first], stripes[last], true);
      for (std::size_t k = stripes[last]; k-- > stripes[first];) back(layout_.groups[k]);
      return;
    }
    const std::size_t size = layout_.stripes_of_part(last - first), parts = (last - first + size - 1) / size;
    const auto begin = [&](std::size_t part) { return part == 0 ? first : last - (parts - part) * size; };
    const auto checkpoint = [&](std::size_t part) { return checkpoints + part * layout_.at.row_size; };
    for (std::size_t part = 0; part + 1 < parts; ++part) {
      std::copy_n(layout_.at.row_memory(), layout_.at.row_size, checkpoint(part));
      forward(stripes[begin(part)], stripes[begin(part + 1)], false);
    }
    for (std::size_t part = parts; part-- > 0;) {
      if (part + 1 < parts) std::copy_n(checkpoint(part), layout_.at.row_size, layout_.at.row_memory());
      forward_and_back(begin(part), part + 1 < parts ? begin(part + 1) : last, checkpoint(parts - 1));
    }
  }

  void forward(std::size_t first_group, std::size_t last_group, bool keep) {
    for (std::size_t k = first_group; k < last_group; ++k) forward(layout_.groups[k], keep);
    // The last stripe is swept forward once. Final states hold until other groups are swept again.
    if (last_group == layout_.groups.size()) read_outcomes();
  }

  // Values alone. A path crosses every row, and costs are not negative: where the least number of a row exceeds its
  // limit in every lane, so do all values.
  void forward_to_limits() {
    constexpr Index kRows = 16;  // between two looks at a row, which takes about as long as one of them
    const auto has_limit = [](const Item<Real>* item) { return std::isfinite(item->limit); };
    const bool limited = recursion_of(block_.task) == Recursion::minimum && lanes_.pairs && layout_.extent.one_size &&
                         !layout_.extent.given && std::all_of(block_.items, block_.items + block_.count, has_limit);
    Index looked = 0;
    for (std::size_t k = 0; k < layout_.groups.size(); ++k) {
      const Group<Real>& group = layout_.groups[k];
      forward(group, false);
      const Index rows = lanes_.rows(group.vector + group.vectors);
      if (!limited || rows - looked < kRows || rows + kRows > layout_.extent.n) continue;
      looked = rows;
      if (!exceeds_limits(group)) continue;
      for (Index b = 0; b < block_.count; ++b) block_.items[b]->value = std::numeric_limits<double>::infinity();
      return;
    }
    read_outcomes();
  }

  // Whether the last row of a group does so.
  bool exceeds_limits(const Group<Real>& group) {
    const Index offset = lanes_.offset(group.vectors - 1, 0);
    const Index begin = std::max<Index>(group.begin - offset, 0), end = std::min(group.end - offset, layout_.extent.m);
    Real* least = layout_.turned(lanes_.lanes);
    least_of_columns(layout_.at.row + begin * lanes_.lanes, end - begin, least);
    for (Index b = 0; b < block_.count; ++b) {
      if (static_cast<double>(least[b]) <= block_.items[b]->limit) return false;
    }
    return true;
  }

  void read_outcomes() {
    for (Index b = 0; b < block_.count; ++b) {
      Item<Real>& item = *block_.items[b];
      const Index lane = lanes_.last_lane(b, item.n);
      const Outcome outcome = sweeps_.outcome(layout_.at.final_state + lane, block_.task.gamma, alpha(block_.task),
                                              sweeps_.cell.along ? layout_.at.direction + lane : nullptr);
      item.value = outcome.value;
      item.entropy = outcome.entropy;
    }
  }

  void forward(const Group<Real>& group, bool keep) {
    if (layout_.extent.given)
      load_costs(block_, lanes_, group, layout_);
    else if (layout_.extent.panel_cost)
      sweeps_.fill_panel(group, block_.dims, layout_.at.y_plane);
    sweeps_.forward(group, block_.task.gamma, layout_.extent.panel_cost, keep);
    check_interrupt();
  }

  void back(const Group<Real>& group) {
    const Extent& extent = layout_.extent;
    sweeps_.backward(group, extent.panel_E);
    if (extent.panel_E && !extent.given) {
      if (extent.dx || extent.visits) sweeps_.reduce_panel(group, block_.dims, layout_.at.y_plane, extent.visits);
      if (extent.dy) sweeps_.add_columns(group, block_.dims, layout_.at.y_plane);
    }
    if (extent.matrix) store_matrix(block_, lanes_, group, layout_);
    check_interrupt();
  }

  void zero_outputs() {
    const Index flow = layout_.at.y_plane;
    std::fill_n(layout_.at.back_memory(), flow, -kLost<Real>);  // what a row with no flow sends up
    if (sweeps_.cell.along) std::fill_n(layout_.at.back_memory() + flow, flow, Real{0});
    if (layout_.extent.dy) std::fill_n(layout_.at.dy_memory(), flow * block_.dims, Real{0});
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
  BlockRun<Real>(block, layout).run();
}

}  // namespace

Recursion recursion_of(const Task& task) {
  if (std::holds_alternative<ExpectedCost>(task.quantity)) return Recursion::expected_cost;
  if (std::holds_alternative<ShapeAndTime>(task.quantity)) return Recursion::shape_and_time;
  return task.gamma > 0 ? Recursion::soft_minimum : Recursion::minimum;
}

void run(const Block<float>& block) { run_block(block); }
void run(const Block<double>& block) { run_block(block); }

}  // namespace softwarp::kernel
