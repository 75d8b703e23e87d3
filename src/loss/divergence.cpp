#include "softwarp/loss/divergence.hpp"

#include <algorithm>
#include <vector>

#include "softwarp/core/thread_scratch.hpp"

namespace softwarp {
namespace {

template <class Real>
struct AllPairs {
  std::vector<Pair<Real>> pairs;
  std::vector<std::size_t> x_alone;  // the pair (x, x) of each pair
  std::vector<Real> dx;
};

// Whoever averages or looks for neighbours compares one x with many y: it is then aligned with itself once.
template <class Real>
bool same_x(const Pair<Real>& a, const Pair<Real>& b, Index dims) {
  return a.n == b.n && (a.dx == nullptr) == (b.dx == nullptr) && std::equal(a.x, a.x + a.n * dims, b.x);
}

}  // namespace

template <class Real>
void DivergenceLoss<Real>::compute(std::span<Pair<Real>> pairs, Index dims) const {
  ThreadScratch<AllPairs<Real>> scratch;
  Index room = 0;
  for (const Pair<Real>& pair : pairs) room += pair.dx == nullptr ? 0 : pair.n * dims;
  if (static_cast<Index>(scratch->dx.size()) < room) scratch->dx.resize(static_cast<std::size_t>(room));

  // All (x, y), all (x, x), then all (y, y), which need no gradient, in one call that spreads them over lanes and threads.
  // In this order, which align() would sort them into: those with a gradient first.
  const std::size_t count = pairs.size();
  scratch->pairs.clear();
  for (const Pair<Real>& pair : pairs)
    scratch->pairs.push_back(
        {.x = pair.x, .n = pair.n, .y = pair.y, .m = pair.m, .dx = pair.dx, .number = pair.number});
  scratch->x_alone.clear();
  Real* dx = scratch->dx.data();
  for (std::size_t b = 0; b < count; ++b) {
    const Pair<Real>& pair = pairs[b];
    if (b == 0 || !same_x(pair, pairs[b - 1], dims)) {
      Pair<Real>& x_alone = scratch->pairs.emplace_back(
          Pair<Real>{.x = pair.x, .n = pair.n, .y = pair.x, .m = pair.n, .number = pair.number});
      if (pair.dx != nullptr) {
        x_alone.dx = dx;
        dx += pair.n * dims;
      }
    }
    scratch->x_alone.push_back(scratch->pairs.size() - 1);
  }
  const std::size_t y_alone = scratch->pairs.size();
  for (const Pair<Real>& pair : pairs)
    scratch->pairs.push_back({.x = pair.y, .n = pair.m, .y = pair.y, .m = pair.m, .number = pair.number});
  AlignmentLoss<Real>::compute(scratch->pairs, dims);

  for (std::size_t b = 0; b < count; ++b) {
    Pair<Real>& pair = pairs[b];
    const Pair<Real>& xx = scratch->pairs[scratch->x_alone[b]];
    pair.value = scratch->pairs[b].value - xx.value / 2 - scratch->pairs[y_alone + b].value / 2;
    if (pair.dx == nullptr) continue;
    Eigen::Map<Vector<Real>>(pair.dx, pair.n * dims) -= Eigen::Map<const Vector<Real>>(xx.dx, pair.n * dims);
  }
}

template <class Real>
SoftDtwDivergence<Real>::SoftDtwDivergence(const Alignment<Real>& how)
    : DivergenceLoss<Real>("softdtw-divergence", how, Minimum()) {}

template <class Real>
SharpDivergence<Real>::SharpDivergence(const Alignment<Real>& how)
    : DivergenceLoss<Real>("sharp-divergence", how, ExpectedCost()) {}

template class DivergenceLoss<float>;
template class DivergenceLoss<double>;
template class SoftDtwDivergence<float>;
template class SoftDtwDivergence<double>;
template class SharpDivergence<float>;
template class SharpDivergence<double>;

}  // namespace softwarp
