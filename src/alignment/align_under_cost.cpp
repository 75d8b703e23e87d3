#include "softwarp/alignment/align_under_cost.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "softwarp/core/parallel.hpp"

namespace softwarp {
namespace {

// What is aligned under c·Δ with γ is aligned under Δ with γ/c, for the same alignment has the same probability:
//   min^γ⟨A, cΔ⟩ = c·min^(γ/c)⟨A, Δ⟩,  E the same,  ⟨E, cΔ⟩ = c⟨E, Δ⟩
// Shape and time:  αc·min^(γ/c) + (1−α)·time = s·(α′ min^(γ/c) + (1−α′)·time),  s = αc + 1 − α,  α′ = αc/s.
// So value and dx are s times those under Δ, where s = c for the other quantities; ∂/∂(cΔ) is s/c times ∂/∂Δ.
template <class Real>
void align_multiple(std::span<Pair<Real>> pairs, Index dims, Alignment how, double factor) {
  double scale = factor;
  if (how.quantity == Quantity::shape_and_time) {
    scale = how.alpha * factor + 1 - how.alpha;
    how.alpha *= factor / scale;
  }
  how.gamma /= factor;
  align(pairs, dims, how);
  for (Pair<Real>& pair : pairs) {
    pair.value *= scale;
    if (pair.dx != nullptr) Eigen::Map<Vector<Real>>(pair.dx, pair.n * dims) *= static_cast<Real>(scale);
    if (pair.E != nullptr) Eigen::Map<Vector<Real>>(pair.E, pair.n * pair.m) *= static_cast<Real>(scale / factor);
  }
}

// Room for the cost matrices of some pairs and their gradients.
template <class Real>
struct Scratch {
  std::vector<Real> cells;
  std::vector<CostMatrix<Real>> matrices;

  static Scratch& here() {
    thread_local Scratch scratch;
    return scratch;
  }
};

// Cost matrices that are held at a time, in cells, unless a single pair needs more; and the work that is worth threads.
constexpr Index kCellsHeld = Index{1} << 22;
constexpr Index kCellsWorthThreads = 50'000;

template <class Real>
Index cells(const Pair<Real>& pair) {
  return pair.n * pair.m;
}

// Does not own E: it lies in scratch, or where the caller wants it.
template <class Real>
bool needs_scratch_for_E(const Pair<Real>& pair) {
  return pair.dx != nullptr && pair.E == nullptr;
}

template <class Real>
void align_matrices(std::span<Pair<Real>> pairs, Index dims, const Alignment& how, const Cost<Real>& cost) {
  // Taken, not borrowed: a cost of the user's own may align something itself.
  Scratch<Real> scratch = std::move(Scratch<Real>::here());
  Index total = 0, held = 0;
  for (const Pair<Real>& pair : pairs) {
    total += cells(pair);
    held += cells(pair) * (needs_scratch_for_E(pair) ? 2 : 1);
  }
  if (static_cast<Index>(scratch.cells.size()) < held) scratch.cells.resize(static_cast<std::size_t>(held));
  scratch.matrices.clear();
  Real* at = scratch.cells.data();
  for (const Pair<Real>& pair : pairs) {
    CostMatrix<Real>& matrix = scratch.matrices.emplace_back();
    matrix.cost = at;
    matrix.n = pair.n;
    matrix.m = pair.m;
    at += cells(pair);
    matrix.E = pair.E;
    if (needs_scratch_for_E(pair)) {
      matrix.E = at;
      at += cells(pair);
    }
  }

  using Values = Eigen::Map<const Matrix<Real>>;
  const auto each_pair = [&](auto&& body) {
    const auto count = static_cast<Index>(pairs.size());
    const auto one = [&](Index b) {
      const auto k = static_cast<std::size_t>(b);
      const Pair<Real>& pair = pairs[k];
      body(pair, scratch.matrices[k], Values(pair.x, dims, pair.n), Values(pair.y, dims, pair.m));
    };
    if (total > kCellsWorthThreads)
      parallel_for(count, one);
    else
      for (Index b = 0; b < count; ++b) one(b);
  };
  each_pair([&](const Pair<Real>& pair, const CostMatrix<Real>& matrix, const Values& x, const Values& y) {
    // Ours, and const only to the kernel.
    cost.matrix(x, y, Eigen::Map<Matrix<Real>>(const_cast<Real*>(matrix.cost), pair.n, pair.m));
  });
  align(std::span(scratch.matrices), how);
  each_pair([&](const Pair<Real>& pair, const CostMatrix<Real>& matrix, const Values& x, const Values& y) {
    if (pair.dx == nullptr) return;
    cost.jacobian_product(x, y, Values(matrix.E, pair.n, pair.m), Eigen::Map<Matrix<Real>>(pair.dx, dims, pair.n));
  });
  for (std::size_t k = 0; k < pairs.size(); ++k) pairs[k].value = scratch.matrices[k].value;
  Scratch<Real>::here() = std::move(scratch);
}

}  // namespace

template <class Real>
void align(std::span<Pair<Real>> pairs, Index dims, const Alignment& how, const Cost<Real>& cost) {
  const auto factor = cost.squared_euclidean_factor();
  if (factor == 1) return align(pairs, dims, how);
  if (factor) return align_multiple(pairs, dims, how, *factor);
  for (std::size_t first = 0; first < pairs.size();) {
    std::size_t last = first;
    Index held = 0;
    do held += cells(pairs[last++]);
    while (last < pairs.size() && held + cells(pairs[last]) <= kCellsHeld);
    align_matrices(pairs.subspan(first, last - first), dims, how, cost);
    first = last;
  }
}

template void align(std::span<Pair<float>>, Index, const Alignment&, const Cost<float>&);
template void align(std::span<Pair<double>>, Index, const Alignment&, const Cost<double>&);

}  // namespace softwarp
