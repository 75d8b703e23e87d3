// The backend of the CPU: sorts pairs into blocks, and runs these through the vector kernel, over threads.
#include <algorithm>
#include <tuple>
#include <vector>

#include "softwarp/alignment/kernel/backend.hpp"
#include "softwarp/alignment/kernel/block_choice.hpp"
#include "softwarp/alignment/kernel/kernel.hpp"
#include "softwarp/alignment/kernel/range.hpp"
#include "softwarp/alignment/kernel/threads.hpp"
#include "softwarp/alignment/kernel/vector_code.hpp"
#include "softwarp/core/simd.hpp"
#include "softwarp/core/thread_scratch.hpp"

namespace softwarp::kernel {
namespace {

// What one call works through. Pointers into the caller's items.
template <class Real>
struct Plan {
  std::vector<Item<Real>*> order;  // in which blocks take them
  std::vector<Item<Real>*> wide;   // pairs of float that need the exponents of double
  std::vector<Block<Real>> blocks;
};

// Pairs of float that need the exponents of double.
void run_wide(Item<float>& item, Index dims, const Task& task) {
  const auto copy = [](const float* from, Index count) {
    return from == nullptr ? std::vector<double>() : std::vector<double>(from, from + count);
  };
  const auto x = copy(item.x, item.n * dims);
  const auto y = copy(item.y, item.m * dims);
  const auto cost = copy(item.cost, item.cost == nullptr ? 0 : cells(item));
  std::vector<double> dx(item.dx == nullptr ? 0 : x.size()), dy(item.dy == nullptr ? 0 : y.size()),
      E(item.E == nullptr ? 0 : static_cast<std::size_t>(cells(item))),
      visits(item.visits == nullptr ? 0 : static_cast<std::size_t>(item.n));
  const auto data = [](auto& v) { return v.empty() ? nullptr : v.data(); };
  Item<double> wide{{.x = data(x),
                     .n = item.n,
                     .y = data(y),
                     .m = item.m,
                     .dx = data(dx),
                     .dy = data(dy),
                     .E = data(E),
                     .visits = data(visits)},
                    data(cost)};
  MatrixParts<double> parts;
  if (item.E_parts != nullptr) {
    parts = [&](Index row, Index column, const ConstMatrixRef<double>& part) {
      (*item.E_parts)(row, column, part.cast<float>());
    };
    wide.E_parts = &parts;
  }
  CostParts<double> cost_parts;
  if (item.cost_parts != nullptr) {
    cost_parts = [&](Index row, Index column, MatrixRef<double> part) {
      Matrix<float> narrow(part.rows(), part.cols());
      (*item.cost_parts)(row, column, narrow);
      part = narrow.cast<double>();
    };
    wide.cost_parts = &cost_parts;
  }
  Item<double>* at = &wide;
  kernel::run(Block<double>{&at, 1, dims, task, false, weights_bytes<double>()});
  const auto round = [](double v) { return static_cast<float>(v); };
  std::transform(dx.begin(), dx.end(), item.dx, round);
  std::transform(dy.begin(), dy.end(), item.dy, round);
  std::transform(E.begin(), E.end(), item.E, round);
  std::transform(visits.begin(), visits.end(), item.visits, round);
  item.value = wide.value;
  item.entropy = wide.entropy;
}
void run_wide(Item<double>&, Index, const Task&) {}

template <class Real>
void run_items(std::span<Item<Real>> items, Index dims, const Task& task) {
  simd_name();  // so that SOFTWARP_SIMD has been read
  ThreadScratch<Plan<Real>> plan;
  auto& order = plan->order;
  auto& wide = plan->wide;
  auto& blocks = plan->blocks;
  order.clear();
  wide.clear();
  blocks.clear();
  Index total = 0;
  for (std::size_t b = 0; b < items.size(); ++b) {
    const Width width = check(items[b], static_cast<Index>(b), dims, task);
    (width == Width::own ? order : wide).push_back(&items[b]);
    total += cells(items[b]);
  }
  // Pairs of equal lengths next to each other, and of those the ones with a way back: a block goes back for all its
  // lanes or for none. The order does not change any result.
  const auto before = [](const auto* a, const auto* b) {
    return std::tuple(a->n, a->m, !goes_back(*a)) < std::tuple(b->n, b->m, !goes_back(*b));
  };
  if (!std::is_sorted(order.begin(), order.end(), before)) std::sort(order.begin(), order.end(), before);

  const Index most = lanes(Real());
  const auto count = static_cast<Index>(order.size());
  for (Index b = 0; b < count;) {
    const Index together = std::min(most, count - b);
    const bool pairs = lanes_for_pairs(order.data() + b, together, task);
    const Index taken = pairs ? together : 1;
    blocks.push_back({order.data() + b, taken, dims, task, pairs, weights_bytes<Real>()});
    b += taken;
  }
  const auto ordinary = static_cast<Index>(blocks.size());
  parallel_for_cells(ordinary + static_cast<Index>(wide.size()), total, [&](Index b) {
    if (b < ordinary)
      kernel::run(blocks[static_cast<std::size_t>(b)]);
    else
      run_wide(*wide[static_cast<std::size_t>(b - ordinary)], dims, task);
  });
}

class Cpu final : public Backend {
 public:
  void run(std::span<Item<float>> items, Index dims, const Task& task) const override { run_items(items, dims, task); }
  void run(std::span<Item<double>> items, Index dims, const Task& task) const override { run_items(items, dims, task); }
};

}  // namespace

const Backend& cpu_backend() {
  static const Cpu cpu;
  return cpu;
}

const Backend& backend() { return cpu_backend(); }

}  // namespace softwarp::kernel
