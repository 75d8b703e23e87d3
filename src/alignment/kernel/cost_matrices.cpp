#include "softwarp/alignment/kernel/cost_matrices.hpp"

#include <algorithm>
#include <vector>

#include "softwarp/alignment/kernel/threads.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/thread_scratch.hpp"

namespace softwarp::kernel {
namespace {

// Cost matrices that are held at a time, in cells; a pair of more is aligned alone, and in parts.
constexpr Index kCellsHeld = Index{1} << 22;
// A cell of a cost matrix and of the product with its Jacobian takes about four times as long as one of the kernel.
constexpr Index kKernelCells = 4;

// Room for the cost matrices of some pairs and their gradients.
template <class Real>
struct HeldMatrices {
  std::vector<Real> cells;
  std::vector<Item<Real>> items;
};

// E is needed, but nobody's to keep.
template <class Real>
bool needs_scratch_for_E(const Pair<Real>& pair) {
  return pair.E == nullptr && (pair.dx != nullptr || pair.dy != nullptr || pair.visits != nullptr);
}

// (∂Δ/∂y)ᵀE for a symmetric cost, some columns of E at a time.
template <class Real>
void jacobian_product_y(const Cost<Real>& cost, const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y,
                        const ConstMatrixRef<Real>& E, MatrixRef<Real> dy) {
  constexpr Index kColumns = 64;
  ThreadScratch<std::vector<Real>> transposed;
  if (static_cast<Index>(transposed->size()) < kColumns * x.cols())
    transposed->resize(static_cast<std::size_t>(kColumns * x.cols()));
  for (Index first = 0; first < y.cols(); first += kColumns) {
    const Index count = std::min(kColumns, y.cols() - first);
    Eigen::Map<Matrix<Real>> part(transposed->data(), count, x.cols());
    part = E.middleCols(first, count).transpose();
    cost.jacobian_product(y.middleCols(first, count), x, part, dy.middleCols(first, count));
  }
}

template <class Real>
void align_held(std::span<Pair<Real>> pairs, Index dims, const Task& task, const Cost<Real>& cost) {
  ThreadScratch<HeldMatrices<Real>> scratch;
  auto& items = scratch->items;
  Index total = 0, held = 0;
  for (const Pair<Real>& pair : pairs) {
    total += pair.n * pair.m;
    held += pair.n * pair.m * (needs_scratch_for_E(pair) ? 2 : 1);
  }
  if (static_cast<Index>(scratch->cells.size()) < held) scratch->cells.resize(static_cast<std::size_t>(held));
  items.clear();
  Real* at = scratch->cells.data();
  for (const Pair<Real>& pair : pairs) {
    Item<Real>& item = items.emplace_back();
    item.n = pair.n;
    item.m = pair.m;
    item.number = pair.number;
    item.cost = at;
    at += cells(item);
    item.E = pair.E;
    item.E_parts = pair.E_parts;
    if (needs_scratch_for_E(pair)) {
      item.E = at;
      at += cells(item);
    }
  }

  using Values = Eigen::Map<const Matrix<Real>>;
  const auto each_pair = [&](auto&& body) {
    parallel_for_cells(static_cast<Index>(pairs.size()), kKernelCells * total, [&](Index b) {
      const auto k = static_cast<std::size_t>(b);
      const Pair<Real>& pair = pairs[k];
      body(pair, items[k], Values(pair.x, dims, pair.n), Values(pair.y, dims, pair.m));
    });
  };
  each_pair([&](const Pair<Real>& pair, const Item<Real>& item, const Values& x, const Values& y) {
    // Ours, and const only to the kernel.
    cost.matrix(x, y, Eigen::Map<Matrix<Real>>(const_cast<Real*>(item.cost), pair.n, pair.m));
  });
  backend().run(items, 1, task);
  each_pair([&](const Pair<Real>& pair, const Item<Real>& item, const Values& x, const Values& y) {
    const Values E(item.E, pair.n, item.E == nullptr ? 0 : pair.m);
    if (pair.dx != nullptr) cost.jacobian_product(x, y, E, Eigen::Map<Matrix<Real>>(pair.dx, dims, pair.n));
    if (pair.dy != nullptr) jacobian_product_y<Real>(cost, x, y, E, Eigen::Map<Matrix<Real>>(pair.dy, dims, pair.m));
    if (pair.visits != nullptr) Eigen::Map<Vector<Real>>(pair.visits, pair.n) = E.rowwise().sum();
  });
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    pairs[k].value = items[k].value;
    pairs[k].entropy = items[k].entropy;
  }
}

// One pair: costs are computed for a few rows whenever these are swept, and what E is needed for is done part by part.
template <class Real>
void align_in_parts(Pair<Real>& pair, Index dims, const Task& task, const Cost<Real>& cost) {
  using Values = Eigen::Map<const Matrix<Real>>;
  const Values x(pair.x, dims, pair.n), y(pair.y, dims, pair.m);
  const CostParts<Real> costs = [&](Index row, Index column, MatrixRef<Real> part) {
    cost.matrix(x.middleCols(row, part.rows()), y.middleCols(column, part.cols()), part);
    check_interrupt();  // also while their range is checked, before any row
  };
  Eigen::Map<Matrix<Real>> dy(pair.dy, dims, pair.dy == nullptr ? 0 : pair.m);
  dy.setZero();
  Matrix<Real> dy_part(dims, dy.cols());
  const MatrixParts<Real> take = [&](Index row, Index column, const ConstMatrixRef<Real>& E) {
    if (pair.dx != nullptr) {
      cost.jacobian_product(x.middleCols(row, E.rows()), y.middleCols(column, E.cols()), E,
                            Eigen::Map<Matrix<Real>>(pair.dx + row * dims, dims, E.rows()));
    }
    if (pair.dy != nullptr) {
      jacobian_product_y<Real>(cost, x.middleCols(row, E.rows()), y.middleCols(column, E.cols()), E,
                               dy_part.leftCols(E.cols()));
      dy.middleCols(column, E.cols()) += dy_part.leftCols(E.cols());
    }
    if (pair.visits != nullptr) Eigen::Map<Vector<Real>>(pair.visits + row, E.rows()) = E.rowwise().sum();
    if (pair.E_parts != nullptr) (*pair.E_parts)(row, column, E);
  };
  Item<Real> item;
  item.n = pair.n;
  item.m = pair.m;
  item.number = pair.number;
  item.cost_parts = &costs;
  item.E = pair.E;
  if (pair.dx != nullptr || pair.dy != nullptr || pair.visits != nullptr || pair.E_parts != nullptr)
    item.E_parts = &take;
  backend().run(std::span(&item, 1), 1, task);
  pair.value = item.value;
  pair.entropy = item.entropy;
}

}  // namespace

template <class Real>
void align_by_cost_matrices(std::span<Pair<Real>> pairs, Index dims, const Task& task, const Cost<Real>& cost) {
  for (std::size_t first = 0; first < pairs.size();) {
    std::size_t last = first;
    Index held = 0;
    const auto cells_of = [&](std::size_t k) { return pairs[k].n * pairs[k].m; };
    do held += cells_of(last++);
    while (last < pairs.size() && held + cells_of(last) <= kCellsHeld);
    if (held > kCellsHeld)
      align_in_parts(pairs[first], dims, task, cost);
    else
      align_held(pairs.subspan(first, last - first), dims, task, cost);
    first = last;
  }
}

template void align_by_cost_matrices(std::span<Pair<float>>, Index, const Task&, const Cost<float>&);
template void align_by_cost_matrices(std::span<Pair<double>>, Index, const Task&, const Cost<double>&);

}  // namespace softwarp::kernel
