#include "softwarp/alignment/align.hpp"

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
Task checked(const Alignment<Real>& how, const Quantity& quantity) {
  const bool has_dtw = std::holds_alternative<Minimum>(quantity);
  check_alignment("alignment", how, quantity, has_dtw ? GammaRange::zero_or_positive : GammaRange::positive);
  return {how.gamma, how.band, quantity};
}

template <class Real>
void align_squares(std::span<Pair<Real>> pairs, Index dims, const Task& task) {
  ThreadScratch<std::vector<Item<Real>>> items;
  items->clear();
  for (const Pair<Real>& pair : pairs) items->push_back({pair});
  kernel::backend().run(*items, dims, task);
  for (std::size_t b = 0; b < pairs.size(); ++b) pairs[b].value = (*items)[b].value;
}

// What is aligned under c·Δ with γ is aligned under Δ with γ/c, for the same alignment has the same probability:
//   min^γ⟨A, cΔ⟩ = c·min^(γ/c)⟨A, Δ⟩,  E the same,  ⟨E, cΔ⟩ = c⟨E, Δ⟩
// Shape and time:  αc·min^(γ/c) + (1−α)·time = s·(α′ min^(γ/c) + (1−α′)·time),  s = αc + 1 − α,  α′ = αc/s.
// So value and dx are s times those under Δ, where s = c for the other quantities; ∂/∂(cΔ) is s/c times ∂/∂Δ.
template <class Real>
void align_multiple_of_squares(std::span<Pair<Real>> pairs, Index dims, Task task, double factor) {
  double scale = factor;
  if (auto* time = std::get_if<ShapeAndTime>(&task.quantity)) {
    scale = time->alpha * factor + 1 - time->alpha;
    time->alpha *= factor / scale;
  }
  task.gamma /= factor;
  align_squares(pairs, dims, task);
  const auto multiply = [](Real* values, Index count, double by) {
    if (values != nullptr) Eigen::Map<Vector<Real>>(values, count) *= static_cast<Real>(by);
  };
  for (Pair<Real>& pair : pairs) {
    pair.value *= scale;
    multiply(pair.dx, pair.n * dims, scale);
    multiply(pair.E, pair.n * pair.m, scale / factor);
    multiply(pair.visits, pair.n, scale / factor);
  }
}

}  // namespace

template <class Real>
void align(std::span<Pair<Real>> pairs, Index dims, const Alignment<Real>& how, const Quantity& quantity) {
  const Task task = checked(how, quantity);
  const std::optional<double> factor = how.cost == nullptr ? 1 : how.cost->squared_euclidean_factor();
  if (!factor)
    kernel::align_by_cost_matrices(pairs, dims, task, *how.cost);
  else if (*factor == 1)
    align_squares(pairs, dims, task);
  else
    align_multiple_of_squares(pairs, dims, task, *factor);
}

template <class Real>
void align(std::span<CostMatrix<Real>> matrices, const Alignment<Real>& how, const Quantity& quantity) {
  const Task task = checked(how, quantity);
  if (how.cost != nullptr) throw Error("alignment: expected no cost beside cost matrices, found " + how.cost->name());
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
