// Measured: docs/performance.md, "Lanes and caches".
#include "softwarp/alignment/kernel/block_choice.hpp"

#include <unistd.h>

#include <algorithm>
#include <thread>

#include "softwarp/alignment/kernel/kernel.hpp"
#include "softwarp/alignment/kernel/vector_code.hpp"

namespace softwarp::kernel {
namespace {

// A stripe of fewer rows in pair lanes loses more to its checkpoint than row lanes lose to their ramps and shuffles.
constexpr Index kStripeRows = 32;

// Whether the third level gives vectors of 64 bytes back sooner than they are computed again. Shorter vectors have half
// of the bytes per instruction, and come back sooner everywhere.
bool third_level_is_near() {
#if defined(__x86_64__)
  // Each complex of cores has its own, which runs at their clock.
  static const bool near = __builtin_cpu_is("amd") != 0;
  return near;
#else
  return false;
#endif
}

struct CacheBytes {
  std::size_t second = std::size_t{1} << 20, third = 0;  // the share of one core
};

CacheBytes cache_bytes() {
  CacheBytes bytes;
#if defined(_SC_LEVEL2_CACHE_SIZE) && defined(_SC_LEVEL3_CACHE_SIZE)
  const auto size = [](int name) { return static_cast<std::size_t>(std::max(sysconf(name), 0L)); };
  if (size(_SC_LEVEL2_CACHE_SIZE) > 0) bytes.second = size(_SC_LEVEL2_CACHE_SIZE);
  bytes.third = size(_SC_LEVEL3_CACHE_SIZE) / std::max(1u, std::thread::hardware_concurrency());
#endif
  return bytes;
}

}  // namespace

template <class Real>
std::size_t weights_bytes() {
  static const CacheBytes cache = cache_bytes();
  // A little more than the second level holds, because the last that were written are the first to be read.
  const std::size_t second = cache.second / 4 * 5;
  const bool third = third_level_is_near() || lanes(Real()) * static_cast<Index>(sizeof(Real)) <= 32;
  return third ? std::max(second, std::min(cache.third, std::size_t{8} << 20)) : second;
}

template <class Real>
bool lanes_for_pairs(Item<Real>* const* items, Index count, const Task& task) {
  if (count < 2) return false;
  Index n = 0, m = 0, one_by_one = 0;
  bool back = false;
  const Index L = lanes(Real());
  for (Index b = 0; b < count; ++b) {
    const Item<Real>& item = *items[b];
    if (item.E_parts != nullptr || item.cost_parts != nullptr) return false;  // parts are of one pair
    n = std::max(n, item.n);
    m = std::max(m, item.m);
    back = back || goes_back(item);
    // The ramps at both ends of a sweep, and the start of each.
    one_by_one += ((item.n + L - 1) / L + 1) * (item.m + 2 * L);
  }
  const Recursion recursion = recursion_of(task);
  // A step with rows in lanes takes longer, by its shuffles: 1.25 times for the soft minimum, 2.5 for the minimum.
  one_by_one *= recursion == Recursion::minimum && !back ? 10 : 5;
  if (4 * n * m >= one_by_one) return false;
  const auto room = static_cast<Index>(weights_bytes<Real>() / sizeof(Real));
  // A row of all pairs, and what is read beside it, stays near.
  if (!back) return m * L <= room / 4;
  // Best is a lane for each pair if half of the weights or more are kept; then a pair at a time, if all of its are.
  const Index per_cell = sweeps(Real(), recursion, true).cell.weights, one_pair = n * m * per_cell;
  return one_pair * L <= 2 * room || (one_pair > room && kStripeRows * m * per_cell * L <= room);
}

template std::size_t weights_bytes<float>();
template std::size_t weights_bytes<double>();
template bool lanes_for_pairs(Item<float>* const* items, Index count, const Task& task);
template bool lanes_for_pairs(Item<double>* const* items, Index count, const Task& task);

}  // namespace softwarp::kernel
