#include "softwarp/loss/divergence.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

#include "softwarp/core/thread_scratch.hpp"

namespace softwarp {
namespace {

template <class Real>
struct AllPairs {
  std::vector<Pair<Real>> pairs;
  std::vector<std::size_t> xx, yy;  // for each (x, y), the indices of its (x, x) and (y, y) in pairs
  std::vector<std::size_t> by_y;    // the (x, y), those with the same y one after another
  std::vector<Real> gradients;      // of the (x, x) and (y, y)
};

// Averaging and nearest-neighbour search compare one x with many y: x is then aligned with itself only once.
template <class Real>
bool same_x(const Pair<Real>& a, const Pair<Real>& b, Index dims) {
  return a.n == b.n && (a.dx == nullptr) == (b.dx == nullptr) && std::equal(a.x, a.x + a.n * dims, b.x);
}

}  // namespace

template <class Real>
void DivergenceLoss<Real>::compute(std::span<Pair<Real>> pairs, Index dims) const {
  ThreadScratch<AllPairs<Real>> scratch;
  Index size = 0;
  for (const Pair<Real>& pair : pairs)
    size += ((pair.dx == nullptr ? 0 : pair.n) + (pair.dy == nullptr ? 0 : pair.m)) * dims;
  if (static_cast<Index>(scratch->gradients.size()) < size) scratch->gradients.resize(static_cast<std::size_t>(size));

  // All (x, y), then all (x, x), then all (y, y), in one call that spreads them over lanes and threads. align() sorts
  // pairs with a gradient first, and so they are here: only the (y, y) may need none.
  const std::size_t count = pairs.size();
  scratch->pairs.clear();
  for (const Pair<Real>& pair : pairs)
    scratch->pairs.push_back(
        {.x = pair.x, .n = pair.n, .y = pair.y, .m = pair.m, .dx = pair.dx, .dy = pair.dy, .number = pair.number});
  Real* at = scratch->gradients.data();
  // Memory for a gradient, where one is asked for.
  const auto room = [&](const Real* asked, Index steps) {
    return asked == nullptr ? nullptr : std::exchange(at, at + steps * dims);
  };
  scratch->xx.clear();
  for (std::size_t b = 0; b < count; ++b) {
    const Pair<Real>& pair = pairs[b];
    if (b == 0 || !same_x(pair, pairs[b - 1], dims))
      scratch->pairs.push_back(
          {.x = pair.x, .n = pair.n, .y = pair.x, .m = pair.n, .dx = room(pair.dx, pair.n), .number = pair.number});
    scratch->xx.push_back(scratch->pairs.size() - 1);
  }
  // Where many x are compared with many y, each y comes several times, from the same place.
  const auto same_y = [](const Pair<Real>& pair) { return std::tuple(pair.y, pair.m, pair.dy == nullptr); };
  scratch->yy.resize(count);
  scratch->by_y.resize(count);
  std::iota(scratch->by_y.begin(), scratch->by_y.end(), std::size_t{0});
  std::ranges::sort(scratch->by_y, {}, [&](std::size_t b) { return std::pair(same_y(pairs[b]), b); });
  for (std::size_t k = 0; k < count; ++k) {
    const Pair<Real>& pair = pairs[scratch->by_y[k]];
    if (k == 0 || same_y(pair) != same_y(pairs[scratch->by_y[k - 1]]))
      scratch->pairs.push_back(
          {.x = pair.y, .n = pair.m, .y = pair.y, .m = pair.m, .dy = room(pair.dy, pair.m), .number = pair.number});
    scratch->yy[scratch->by_y[k]] = scratch->pairs.size() - 1;
  }
  AlignmentLoss<Real>::compute(scratch->pairs, dims);

  for (std::size_t b = 0; b < count; ++b) {
    Pair<Real>& pair = pairs[b];
    const Pair<Real>&xx = scratch->pairs[scratch->xx[b]], &yy = scratch->pairs[scratch->yy[b]];
    pair.value = scratch->pairs[b].value - xx.value / 2 - yy.value / 2;
    using Values = Eigen::Map<Vector<Real>>;
    if (pair.dx != nullptr) Values(pair.dx, pair.n * dims) -= Values(xx.dx, pair.n * dims);
    if (pair.dy != nullptr) Values(pair.dy, pair.m * dims) -= Values(yy.dy, pair.m * dims);
  }
}

template <class Real>
SoftDtwDivergence<Real>::SoftDtwDivergence(const Alignment<Real>& options)
    : DivergenceLoss<Real>("softdtw-divergence", options, Minimum()) {}

template <class Real>
SharpDivergence<Real>::SharpDivergence(const Alignment<Real>& options)
    : DivergenceLoss<Real>("sharp-divergence", options, ExpectedCost()) {}

template class DivergenceLoss<float>;
template class DivergenceLoss<double>;
template class SoftDtwDivergence<float>;
template class SoftDtwDivergence<double>;
template class SharpDivergence<float>;
template class SharpDivergence<double>;

}  // namespace softwarp
