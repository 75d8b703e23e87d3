#include "softwarp/loss/divergence.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace softwarp {
namespace {

// Room that the calls of one thread share.
template <class Real>
struct Scratch {
  std::vector<Pair<Real>> pairs;
  std::vector<std::size_t> x_alone;  // the pair (x, x) of each pair
  std::vector<Real> dx;

  static Scratch& here() {
    thread_local Scratch scratch;
    return scratch;
  }
};

// Whoever averages or looks for neighbours compares one x with many y: it is then aligned with itself once.
template <class Real>
bool same_x(const Pair<Real>& a, const Pair<Real>& b, Index dims) {
  return a.n == b.n && (a.dx == nullptr) == (b.dx == nullptr) && std::equal(a.x, a.x + a.n * dims, b.x);
}

}  // namespace

template <class Real>
void DivergenceLoss<Real>::compute(std::span<Pair<Real>> pairs, Index dims) const {
  // Taken, not borrowed: a cost of the user's own may call a loss.
  Scratch<Real> scratch = std::move(Scratch<Real>::here());
  Index room = 0;
  for (const Pair<Real>& pair : pairs) room += pair.dx == nullptr ? 0 : pair.n * dims;
  if (static_cast<Index>(scratch.dx.size()) < room) scratch.dx.resize(static_cast<std::size_t>(room));

  // All (x, y), all (x, x), then all (y, y), which need no gradient, in one call that spreads them over lanes and threads.
  // In this order, which align() would sort them into: those with a gradient first.
  const std::size_t count = pairs.size();
  scratch.pairs.clear();
  for (const Pair<Real>& pair : pairs)
    scratch.pairs.push_back({.x = pair.x, .n = pair.n, .y = pair.y, .m = pair.m, .dx = pair.dx});
  scratch.x_alone.clear();
  Real* dx = scratch.dx.data();
  for (std::size_t b = 0; b < count; ++b) {
    const Pair<Real>& pair = pairs[b];
    if (b == 0 || !same_x(pair, pairs[b - 1], dims)) {
      Pair<Real>& x_alone = scratch.pairs.emplace_back(Pair<Real>{.x = pair.x, .n = pair.n, .y = pair.x, .m = pair.n});
      if (pair.dx != nullptr) {
        x_alone.dx = dx;
        dx += pair.n * dims;
      }
    }
    scratch.x_alone.push_back(scratch.pairs.size() - 1);
  }
  const std::size_t y_alone = scratch.pairs.size();
  for (const Pair<Real>& pair : pairs) scratch.pairs.push_back({.x = pair.y, .n = pair.m, .y = pair.y, .m = pair.m});
  AlignmentLoss<Real>::compute(scratch.pairs, dims);

  for (std::size_t b = 0; b < count; ++b) {
    Pair<Real>& pair = pairs[b];
    const Pair<Real>& xx = scratch.pairs[scratch.x_alone[b]];
    pair.value = scratch.pairs[b].value - xx.value / 2 - scratch.pairs[y_alone + b].value / 2;
    if (pair.dx == nullptr) continue;
    Eigen::Map<Vector<Real>>(pair.dx, pair.n * dims) -= Eigen::Map<const Vector<Real>>(xx.dx, pair.n * dims);
  }
  Scratch<Real>::here() = std::move(scratch);
}

template <class Real>
SoftDtwDivergence<Real>::SoftDtwDivergence(double gamma, const AlignmentOptions<Real>& options)
    : DivergenceLoss<Real>("softdtw-divergence", Alignment(gamma), options) {}

template <class Real>
SharpDivergence<Real>::SharpDivergence(double gamma, const AlignmentOptions<Real>& options)
    : DivergenceLoss<Real>("sharp-divergence", {gamma, {}, Quantity::expected_cost}, options) {}

template class DivergenceLoss<float>;
template class DivergenceLoss<double>;
template class SoftDtwDivergence<float>;
template class SoftDtwDivergence<double>;
template class SharpDivergence<float>;
template class SharpDivergence<double>;

}  // namespace softwarp
