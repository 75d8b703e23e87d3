#include "softwarp/alignment/align.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <thread>
#include <tuple>
#include <vector>

#include "softwarp/alignment/kernel/kernel.hpp"
#include "softwarp/alignment/kernel/range.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/core/simd.hpp"

namespace softwarp {
namespace {

using kernel::Block;
using kernel::Item;
using kernel::Width;

// How much of the weights to keep for the way back; what is not kept is computed twice. A little more than the
// second-level cache of one core holds, because the last that were written are the first to be read. Beyond it, weights of
// vectors of up to 32 bytes come back from the third level sooner than they are computed again; those of 64 bytes did not:
// twice the bytes, for as many instructions. Measured: docs/performance.md.
template <class Real>
std::size_t weights_bytes() {
  constexpr std::size_t kSecond = std::size_t{1} << 20, kThird = std::size_t{8} << 20;
#if defined(_SC_LEVEL2_CACHE_SIZE) && defined(_SC_LEVEL3_CACHE_SIZE)
  static const auto size = [](int name) { return static_cast<std::size_t>(std::max(sysconf(name), 0L)); };
  static const std::size_t second = size(_SC_LEVEL2_CACHE_SIZE) > 0 ? size(_SC_LEVEL2_CACHE_SIZE) / 4 * 5 : kSecond;
  static const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
  static const std::size_t third = std::min(size(_SC_LEVEL3_CACHE_SIZE) / cores, kThird);
  return static_cast<std::size_t>(kernel::lanes(Real())) * sizeof(Real) <= 32 ? std::max(second, third) : second;
#else
  return kSecond;
#endif
}

// About 0.1 ms of work. Below it, on a machine with other work, a helper comes too late to gain anything.
constexpr Index kCellsWorthThreads = 200'000;

// One call of align: its pairs, the order in which they are taken, and what goes together. Reused from call to call.
template <class Real>
struct Plan {
  std::vector<Item<Real>> items;
  std::vector<Item<Real>*> order;
  std::vector<Item<Real>*> wide;
  std::vector<Block<Real>> blocks;

  static Plan& here() {
    thread_local Plan plan;
    return plan;
  }
};

Index cells(const auto& item) { return item.n * item.m; }
bool goes_back(const auto& item) { return item.dx != nullptr || item.E != nullptr || item.visits != nullptr; }

// Whether it is quicker to give each pair a lane than to take them one by one with a row a lane.
template <class Real>
bool lanes_for_pairs(Item<Real>* const* items, Index count, Index lanes) {
  Index n = 0, m = 0, one_by_one = 0;
  bool back = false;
  for (Index b = 0; b < count; ++b) {
    n = std::max(n, items[b]->n);
    m = std::max(m, items[b]->m);
    back = back || goes_back(*items[b]);
    // The ramps at both ends of a sweep, and the start of each.
    one_by_one += ((items[b]->n + lanes - 1) / lanes + 1) * (items[b]->m + 2 * lanes);
  }
  // Rows of so many pairs must fit the cache: two or three of them, and on the way back the weights of many.
  const Index row_bytes = m * lanes * static_cast<Index>(sizeof(Real));
  return n * m < one_by_one && row_bytes < (back ? Index{1} << 15 : Index{1} << 17);
}

// Pairs of float that need the exponents of double.
void run_wide(Item<float>& item, Index dims, const Alignment& how) {
  const auto copy = [](const float* from, Index count) {
    return from == nullptr ? std::vector<double>() : std::vector<double>(from, from + count);
  };
  const auto x = copy(item.x, item.n * dims);
  const auto y = copy(item.y, item.m * dims);
  const auto cost = copy(item.cost, cells(item));
  std::vector<double> dx(item.dx == nullptr ? 0 : x.size()),
      E(item.E == nullptr ? 0 : static_cast<std::size_t>(cells(item))),
      visits(item.visits == nullptr ? 0 : static_cast<std::size_t>(item.n));
  const auto data = [](auto& v) { return v.empty() ? nullptr : v.data(); };
  Item<double> wide{{data(x), item.n, data(y), item.m, data(dx), 0, data(E), data(visits)}, data(cost)};
  Item<double>* at = &wide;
  kernel::run(Block<double>{&at, 1, dims, how, false, weights_bytes<double>()});
  const auto round = [](double v) { return static_cast<float>(v); };
  std::transform(dx.begin(), dx.end(), item.dx, round);
  std::transform(E.begin(), E.end(), item.E, round);
  std::transform(visits.begin(), visits.end(), item.visits, round);
  item.value = wide.value;
}
void run_wide(Item<double>&, Index, const Alignment&) {}

template <class Real>
void run(Plan<Real>& plan, Index dims, const Alignment& how) {
  auto& items = plan.items;
  auto& order = plan.order;
  auto& wide = plan.wide;
  auto& blocks = plan.blocks;
  order.clear();
  wide.clear();
  blocks.clear();
  Index total = 0;
  for (std::size_t b = 0; b < items.size(); ++b) {
    const Width width = kernel::check(items[b], static_cast<Index>(b), dims, how);
    (width == Width::own ? order : wide).push_back(&items[b]);
    total += cells(items[b]);
  }
  // Pairs of equal lengths next to each other, and of those the ones with a way back: a block goes back for all its
  // lanes or for none. The order does not change any result.
  const auto before = [](const auto* a, const auto* b) {
    return std::tuple(a->n, a->m, !goes_back(*a)) < std::tuple(b->n, b->m, !goes_back(*b));
  };
  if (!std::is_sorted(order.begin(), order.end(), before)) std::sort(order.begin(), order.end(), before);

  const Index lanes = kernel::lanes(Real());
  const std::size_t room = weights_bytes<Real>();
  const Index count = static_cast<Index>(order.size());
  for (Index b = 0; b < count;) {
    const Index together = std::min(lanes, count - b);
    const bool pairs = together > 1 && lanes_for_pairs(order.data() + b, together, lanes);
    const Index taken = pairs ? together : 1;
    blocks.push_back({order.data() + b, taken, dims, how, pairs, room});
    b += taken;
  }
  const Index ordinary = static_cast<Index>(blocks.size());
  const auto body = [&](Index b) {
    if (b < ordinary)
      kernel::run(blocks[static_cast<std::size_t>(b)]);
    else
      run_wide(*wide[static_cast<std::size_t>(b - ordinary)], dims, how);
  };
  const Index units = ordinary + static_cast<Index>(wide.size());
  if (total > kCellsWorthThreads)
    parallel_for(units, body);
  else
    for (Index b = 0; b < units; ++b) body(b);
}

void check(const Alignment& how) {
  if (!(how.gamma >= 0) || !std::isfinite(how.gamma)) {
    throw Error("alignment: expected gamma >= 0, found " + to_text(how.gamma));
  }
  if (how.gamma > 0 && how.gamma < 1e-6) {
    throw Error("alignment: expected gamma = 0 or gamma >= 1e-6, found " + to_text(how.gamma));
  }
  if (how.band && *how.band < 0) {
    throw Error("alignment: expected a band radius >= 0, found " + std::to_string(*how.band));
  }
  if (how.quantity != Quantity::minimum && how.gamma == 0) {
    throw Error("alignment: expected gamma > 0 for an expectation over alignments, found 0");
  }
  if (!(how.alpha >= 0 && how.alpha <= 1)) {
    throw Error("alignment: expected alpha from 0 to 1, found " + to_text(how.alpha));
  }
}

}  // namespace

template <class Real>
void align(std::span<Pair<Real>> pairs, Index dims, const Alignment& how) {
  check(how);
  simd_name();  // so that SOFTWARP_SIMD has been read
  auto& plan = Plan<Real>::here();
  plan.items.clear();
  for (const auto& pair : pairs) plan.items.push_back({pair, nullptr});
  run(plan, dims, how);
  for (std::size_t b = 0; b < pairs.size(); ++b) pairs[b].value = plan.items[b].value;
}

template <class Real>
void align(std::span<CostMatrix<Real>> matrices, const Alignment& how) {
  check(how);
  simd_name();
  auto& plan = Plan<Real>::here();
  plan.items.clear();
  for (const auto& matrix : matrices) {
    plan.items.push_back({{nullptr, matrix.n, nullptr, matrix.m, nullptr, 0, matrix.E}, matrix.cost});
  }
  run(plan, 1, how);
  for (std::size_t b = 0; b < matrices.size(); ++b) matrices[b].value = plan.items[b].value;
}

template void align(std::span<Pair<float>>, Index, const Alignment&);
template void align(std::span<Pair<double>>, Index, const Alignment&);
template void align(std::span<CostMatrix<float>>, const Alignment&);
template void align(std::span<CostMatrix<double>>, const Alignment&);

}  // namespace softwarp
