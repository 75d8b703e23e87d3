#include "softwarp/loss/divergence.hpp"

#include <algorithm>
#include <vector>

#include "softwarp/core/thread_scratch.hpp"

namespace softwarp {
namespace {

template <class Real>
struct AllPairs {
  std::vector<Pair<Real>> pairs;
  std::vector<std::size_t> xx;  // for each (x, y), the index of its (x, x) in pairs
  std::vector<Real> dx;
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
  Index dx_size = 0;
  for (const Pair<Real>& pair : pairs) dx_size += pair.dx == nullptr ? 0 : pair.n * dims;
  if (static_cast<Index>(scratch->dx.size()) < dx_size) scratch->dx.resize(static_cast<std::size_t>(dx_size));

  // All (x, y), then all (x, x), then all (y, y), in one call that spreads them over lanes and threads. align() sorts
  // pairs with a gradient first, and so they are here: only the (y, y) need none.
  const std::size_t count = pairs.size();
  scratch->pairs.clear();
  for (const Pair<Real>& pair : pairs)
    scratch->pairs.push_back(
        {.x = pair.x, .n = pair.n, .y = pair.y, .m = pair.m, .dx = pair.dx, .number = pair.number});
  scratch->xx.clear();
  Real* dx = scratch->dx.data();
  for (std::size_t b = 0; b < count; ++b) {
    const Pair<Real>& pair = pairs[b];
    if (b == 0 || !same_x(pair, pairs[b - 1], dims)) {
      Pair<Real>& xx = scratch->pairs.emplace_back(
          Pair<Real>{.x = pair.x, .n = pair.n, .y = pair.x, .m = pair.n, .number = pair.number});
      if (pair.dx != nullptr) {
        xx.dx = dx;
        dx += pair.n * dims;
      }
    }
    scratch->xx.push_back(scratch->pairs.size() - 1);
  }
  const std::size_t first_yy = scratch->pairs.size();
  for (const Pair<Real>& pair : pairs)
    scratch->pairs.push_back({.x = pair.y, .n = pair.m, .y = pair.y, .m = pair.m, .number = pair.number});
  AlignmentLoss<Real>::compute(scratch->pairs, dims);

  for (std::size_t b = 0; b < count; ++b) {
    Pair<Real>& pair = pairs[b];
    const Pair<Real>& xx = scratch->pairs[scratch->xx[b]];
    pair.value = scratch->pairs[b].value - xx.value / 2 - scratch->pairs[first_yy + b].value / 2;
    if (pair.dx == nullptr) continue;
    Eigen::Map<Vector<Real>>(pair.dx, pair.n * dims) -= Eigen::Map<const Vector<Real>>(xx.dx, pair.n * dims);
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
