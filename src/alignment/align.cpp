#include "softwarp/alignment/align.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "softwarp/alignment/kernel/backend.hpp"
#include "softwarp/alignment/kernel/cost_matrices.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/thread_scratch.hpp"

namespace softwarp {
namespace {

using kernel::Item;
using kernel::Task;

template <class Real>
Task make_task(const Alignment<Real>& options, const Quantity& quantity) {
  const bool has_dtw = std::holds_alternative<Minimum>(quantity);
  check_alignment("alignment", options, quantity, has_dtw ? GammaRange::zero_or_positive : GammaRange::positive);
  return {options.gamma, options.band, quantity};
}

template <class Real>
void align_squares(std::span<Pair<Real>> pairs, Index dims, const Task& task) {
  ThreadScratch<std::vector<Item<Real>>> items;
  items->clear();
  for (const Pair<Real>& pair : pairs) items->push_back({pair});
  kernel::backend().run(*items, dims, task);
  for (std::size_t b = 0; b < pairs.size(); ++b) {
    pairs[b].value = (*items)[b].value;
    pairs[b].entropy = (*items)[b].entropy;
  }
}

// Aligning under c·Δ with γ amounts to aligning under Δ with γ/c, because every alignment keeps its probability:
//   min^γ⟨A, cΔ⟩ = c·min^(γ/c)⟨A, Δ⟩,  E is unchanged,  ⟨E, cΔ⟩ = c⟨E, Δ⟩
// For shape and time:  αc·min^(γ/c) + (1−α)·time = s·(α′ min^(γ/c) + (1−α′)·time),  s = αc + 1 − α,  α′ = αc/s.
// So value, dx and dy are s times those under Δ, with s = c for the other quantities, and ∂/∂(cΔ) is s/c times ∂/∂Δ.
template <class Real>
void align_multiple_of_squares(std::span<Pair<Real>> pairs, Index dims, Task task, double factor) {
  double scale = factor;
  if (auto* time = std::get_if<ShapeAndTime>(&task.quantity)) {
    scale = time->alpha * factor + 1 - time->alpha;
    time->alpha *= factor / scale;
  }
  task.gamma /= factor;
  for (Pair<Real>& pair : pairs) pair.limit = std::numeric_limits<double>::infinity();  // it is one of the multiple
  align_squares(pairs, dims, task);
  const auto multiply = [](Real* values, Index count, double multiplier) {
    if (values != nullptr) Eigen::Map<Vector<Real>>(values, count) *= static_cast<Real>(multiplier);
  };
  for (Pair<Real>& pair : pairs) {
    pair.value *= scale;
    multiply(pair.dx, pair.n * dims, scale);
    multiply(pair.dy, pair.m * dims, scale);
    multiply(pair.E, pair.n * pair.m, scale / factor);
    multiply(pair.visits, pair.n, scale / factor);
  }
}

}  // namespace

template <class Real>
void align(std::span<Pair<Real>> pairs, Index dims, const Alignment<Real>& options, const Quantity& quantity) {
  const Task task = make_task(options, quantity);
  const auto in_parts = [](const Pair<Real>& pair) { return pair.E_parts != nullptr; };
  if (!std::holds_alternative<Minimum>(quantity) && std::ranges::any_of(pairs, in_parts))
    throw Error("alignment: expected no E in parts but that of the minimum, found another quantity");
  const std::optional<double> factor = options.cost == nullptr ? 1 : options.cost->squared_euclidean_factor();
  if (!factor)
    kernel::align_by_cost_matrices(pairs, dims, task, *options.cost);
  else if (*factor == 1)
    align_squares(pairs, dims, task);
  else
    align_multiple_of_squares(pairs, dims, task, *factor);
}

template <class Real>
void align(std::span<CostMatrix<Real>> matrices, const Alignment<Real>& options, const Quantity& quantity) {
  const Task task = make_task(options, quantity);
  if (options.cost != nullptr)
    throw Error("alignment: expected no cost beside cost matrices, found " + options.cost->name());
  ThreadScratch<std::vector<Item<Real>>> items;
  items->clear();
  for (const auto& matrix : matrices) items->push_back({{.n = matrix.n, .m = matrix.m, .E = matrix.E}, matrix.cost});
  kernel::backend().run(*items, 1, task);
  for (std::size_t b = 0; b < matrices.size(); ++b) matrices[b].value = (*items)[b].value;
}

template void align(std::span<Pair<float>>, Index, const Alignment<float>&, const Quantity&);
template void align(std::span<Pair<double>>, Index, const Alignment<double>&, const Quantity&);
template void align(std::span<CostMatrix<float>>, const Alignment<float>&, const Quantity&);
template void align(std::span<CostMatrix<double>>, const Alignment<double>&, const Quantity&);

}  // namespace softwarp
