#include "softwarp/alignment/kernel/layout.hpp"

#include <algorithm>
#include <numbers>

#include "softwarp/alignment/band.hpp"
#include "softwarp/alignment/kernel/range.hpp"

namespace softwarp::kernel {
namespace {

constexpr std::size_t kMostWeightBytes = std::size_t{64} << 20;  // of a stripe; rather one level of checkpoints more
constexpr std::size_t kKeptBytes = std::size_t{32} << 20;        // of weights and checkpoints after a block

template <class Real>
Extent measure(const Block<Real>& block, const Sweeps<Real>& sweeps) {
  Extent extent;
  extent.shortest = block.items[0]->n;
  for (Index b = 0; b < block.count; ++b) {
    const Item<Real>& item = *block.items[b];
    extent.n = std::max(extent.n, item.n);
    extent.m = std::max(extent.m, item.m);
    extent.shortest = std::min(extent.shortest, item.n);
    extent.one_size = extent.one_size && item.n == block.items[0]->n && item.m == block.items[0]->m;
    extent.dx = extent.dx || item.dx != nullptr;
    extent.dy = extent.dy || item.dy != nullptr;
    extent.matrix = extent.matrix || item.E != nullptr || item.E_parts != nullptr;
    extent.visits = extent.visits || item.visits != nullptr;
  }
  const LaneLayout& lanes = sweeps.lanes;
  const Panels panels = sweeps.cell.panels;
  extent.vectors = lanes.pairs ? extent.n : (extent.n + lanes.lanes - 1) / lanes.lanes;
  extent.group = extent.goes_back() ? kGroupVectors : sweeps.value_vectors;
  extent.given = has_costs(*block.items[0]);
  extent.panel_cost = extent.given || block.dims > 1 || panels == Panels::always ||
                      (panels == Panels::on_way_back && extent.goes_back());
  extent.panel_E = extent.panel_cost || extent.dy || extent.matrix || extent.visits;
  return extent;
}

// What an expectation asks of a lane (group.hpp).
template <class Real>
Real direction_of(const Item<Real>& item, Index dims, const Task& task) {
  if (std::holds_alternative<ExpectedCost>(task.quantity)) return path_exceeds(task.gamma, item, dims) ? 1 : 0;
  // (1 − α)/(n·m) in units of γ ln 2 (cell-inl.h).
  return static_cast<Real>((1 - alpha(task)) / static_cast<double>(cells(item)) * std::numbers::log2e / task.gamma);
}

}  // namespace

template <class Real>
void Layout<Real>::lay_out(const Block<Real>& block, const Sweeps<Real>& sweeps) {
  extent = measure(block, sweeps);
  allocate(block, sweeps);
  cut_groups(block, sweeps);
  cut_stripes(block, sweeps);
}

template <class Real>
void Layout<Real>::allocate(const Block<Real>& block, const Sweeps<Real>& sweeps) {
  const auto get = [](Scratch& scratch, Index count) { return scratch.get<Real>(static_cast<std::size_t>(count)); };
  const LaneLayout& lanes = sweeps.lanes;
  const Index L = lanes.lanes;
  at = {};
  at.margin = lanes.rows(extent.group) + (lanes.pairs ? 1 : L);
  at.margin_numbers = at.margin * lanes.column();
  at.y_plane = (extent.m + 2 * at.margin) * lanes.column();
  at.x = get(memory_.x, extent.vectors * block.dims * L);
  at.y = get(memory_.y, at.y_plane * block.dims) + at.margin_numbers;
  at.row_plane = (at.y_plane + L - 1) / L * L;
  at.row_size = static_cast<std::size_t>(sweeps.cell.parts * at.row_plane);
  at.row = get(memory_.row, sweeps.cell.parts * (at.row_plane + L)) + at.margin_numbers;
  at.final_state = at.row_memory() + at.row_size;
  if (sweeps.cell.along) {
    at.direction = get(memory_.direction, L);
    for (Index l = 0; l < L; ++l)
      at.direction[l] = l < block.count ? direction_of(*block.items[l], block.dims, block.task) : at.direction[0];
  }
  if (!extent.goes_back()) return;
  at.back = get(memory_.back, (sweeps.cell.along ? 2 : 1) * at.y_plane) + at.margin_numbers;
  at.dx = get(memory_.dx, extent.vectors * block.dims * L);
  if (extent.dy) at.dy = get(memory_.dy, at.y_plane * block.dims) + at.margin_numbers;
  if (extent.visits) at.visits = get(memory_.visits, extent.vectors * L);
}

template <class Real>
void Layout<Real>::cut_groups(const Block<Real>& block, const Sweeps<Real>& sweeps) {
  using Int = typename Group<Real>::Int;
  const LaneLayout& lanes = sweeps.lanes;
  const Index L = lanes.lanes;
  Int* stop = memory_.limits.get<Int>(static_cast<std::size_t>(3 * extent.vectors * L));
  Int* low = stop + extent.vectors * L;
  Int* high = low + extent.vectors * L;
  Index panel_size = 0;
  groups.clear();
  for (Index v = 0; v < extent.vectors;) {
    // In place: a copy would wait for the stores of its members.
    Group<Real>& g = groups.emplace_back();
    g.vector = v;
    const Index left = extent.vectors - v;
    g.vectors = left >= extent.group ? extent.group : left >= kGroupVectors ? kGroupVectors : 1;
    g.first_row = lanes.rows(v);
    g.begin = 0;
    g.end = extent.m + lanes.rows(g.vectors) - 1;
    // A group of a single vector is the last one, and careful.
    g.careful = sweeps.cell.along || block.task.band || lanes.rows(v + g.vectors) >= extent.shortest;
    g.stop = stop + v * L;
    if (block.task.band) {
      g.low = low + v * L;
      g.high = high + v * L;
    }
    if (g.careful) limit_steps(g, block, lanes);
    g.x = at.x + v * block.dims * L;
    g.y = at.y;
    g.row = at.row;
    g.row_plane = at.row_plane;
    g.final_state = at.final_state;
    if (at.back != nullptr) {
      g.back = at.back;
      g.dx = at.dx + v * block.dims * L;
      g.dy = at.dy;
      if (at.visits != nullptr) g.visits = at.visits + v * L;
    }
    if (sweeps.cell.along) {
      if (at.back != nullptr) g.back_along = at.back + at.y_plane;
      g.direction = at.direction;
      g.seed = static_cast<Real>(alpha(block.task));
    }
    panel_size = std::max(panel_size, (g.end - g.begin) * g.vectors * L);
    v += g.vectors;
  }
  if (!extent.panel_cost && !extent.panel_E) return;
  // One step is read ahead.
  Real* panel = memory_.panel.get<Real>(static_cast<std::size_t>(panel_size + extent.group * L));
  for (Group<Real>& g : groups) g.panel = panel;
}

// The steps at which lanes end and, with a band, between which they are inside it.
template <class Real>
void Layout<Real>::limit_steps(Group<Real>& g, const Block<Real>& block, const LaneLayout& lanes) {
  using Int = typename Group<Real>::Int;
  const Index never = extent.m + lanes.rows(extent.group);  // beyond every step
  if (block.task.band) {
    g.begin = never;
    g.end = 0;
  }
  for (Index vector = 0; vector < g.vectors; ++vector) {
    for (Index l = 0, next = 0; l < lanes.lanes; l = next) {
      const bool has_pair = !lanes.pairs || l < block.count;
      next = lanes.pairs && extent.one_size && has_pair ? block.count : l + 1;  // lanes with the same limits
      const auto fill = [&](Int* limits, Index step) {
        const Index place = vector * lanes.lanes;
        std::fill(limits + place + l, limits + place + next, static_cast<Int>(step));
      };
      const Item<Real>& item = *block.items[lanes.pairs && has_pair ? l : 0];
      const Index o = lanes.offset(vector, l), row = g.first_row + o;
      const bool ends = has_pair && row == item.n - 1;
      fill(g.stop, ends ? item.m - 1 + o : -1);
      if (!block.task.band) continue;
      const Band band(item.n, item.m, block.task.band);
      const Index low = row < item.n ? band.low(row) + o : never, high = row < item.n ? band.high(row) + o : -1;
      fill(g.low, low);
      fill(g.high, high);
      g.begin = std::min(g.begin, low);
      g.end = std::max(g.end, high + 1);
    }
  }
}

// Groups whose weights are kept at the same time. From the end, because the last stripe goes back at once.
template <class Real>
void Layout<Real>::cut_stripes(const Block<Real>& block, const Sweeps<Real>& sweeps) {
  const Index L = sweeps.lanes.lanes, per_vector = sweeps.cell.weights * L;
  const auto get_weights = [&](std::size_t count) { return memory_.weights.get<Real>(count); };
  stripes.clear();
  if (!extent.goes_back()) {
    if (!sweeps.cell.along) return;
    // They are computed all the same, and written over each other.
    Real* weights = get_weights(static_cast<std::size_t>(extent.group * per_vector));
    for (Group<Real>& g : groups) g.weights = weights;
    return;
  }
  const auto size = [&](const Group<Real>& g) {
    return static_cast<std::size_t>((g.end - g.begin) * g.vectors * per_vector);
  };
  std::size_t total = 0;
  for (const Group<Real>& g : groups) total += size(g);
  fan = std::max<std::size_t>(block.checkpoint_bytes / (at.row_size * sizeof(Real)), 2);
  const std::size_t room =
      std::max(block.weights_bytes, std::min(total / fan * sizeof(Real), kMostWeightBytes)) / sizeof(Real);
  std::size_t kept = 0, most = 0;
  stripes.push_back(groups.size());
  for (std::size_t k = groups.size(); k-- > 0;) {
    if (kept > 0 && kept + size(groups[k]) > room) {
      stripes.push_back(k + 1);
      kept = 0;
    }
    kept += size(groups[k]);
    most = std::max(most, kept);
  }
  stripes.push_back(0);
  std::ranges::reverse(stripes);
  Real* const weights = get_weights(most);
  Real* next = weights;
  for (std::size_t k = 0, stripe = 0; k < groups.size(); ++k) {
    if (stripes[stripe] == k) {
      next = weights;
      ++stripe;
    }
    groups[k].weights = next;
    next += size(groups[k]);
  }
  std::size_t checkpoints = 0;  // of all levels
  for (std::size_t count = stripes.size() - 1; count > 1; count = stripes_of_part(count))
    checkpoints += (count - 1) / stripes_of_part(count);
  at.checkpoints = memory_.checkpoints.get<Real>(checkpoints * at.row_size);
}

template <class Real>
std::size_t Layout<Real>::stripes_of_part(std::size_t count) const {
  std::size_t part = 1;
  while (part * fan < count) part *= fan;
  return part;
}

template <class Real>
void Layout<Real>::trim() {
  if (memory_.checkpoints.size() + memory_.weights.size() <= kKeptBytes) return;
  memory_.checkpoints.free();
  memory_.weights.free();
}

template struct Layout<float>;
template struct Layout<double>;

}  // namespace softwarp::kernel
