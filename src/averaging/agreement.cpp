#include "softwarp/averaging/agreement.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

namespace softwarp {
namespace {

// The smallest sum of one entry from each row and column of a square matrix: shortest augmenting paths with potentials,
// row by row (R. Jonker, A. Volgenant, Computing 38, 1987). Indices count from 1; 0 stands for no row or column.
double cheapest_assignment(const Matrix<double>& cost) {
  const Index n = cost.rows();
  constexpr double kNone = std::numeric_limits<double>::infinity();
  std::vector<double> u(static_cast<std::size_t>(n + 1), 0), v = u;
  std::vector<Index> row_of(static_cast<std::size_t>(n + 1), 0), before = row_of;
  const auto at = [](Index k) { return static_cast<std::size_t>(k); };
  for (Index row = 1; row <= n; ++row) {
    std::vector<double> slack(at(n + 1), kNone);
    std::vector<bool> used(at(n + 1), false);
    row_of[0] = row;
    Index column = 0;
    do {
      used[at(column)] = true;
      const Index i = row_of[at(column)];
      double delta = kNone;
      Index next = 0;
      for (Index j = 1; j <= n; ++j) {
        if (used[at(j)]) continue;
        const double reduced = cost(i - 1, j - 1) - u[at(i)] - v[at(j)];
        if (reduced < slack[at(j)]) {
          slack[at(j)] = reduced;
          before[at(j)] = column;
        }
        if (slack[at(j)] < delta) {
          delta = slack[at(j)];
          next = j;
        }
      }
      for (Index j = 0; j <= n; ++j) {
        if (used[at(j)]) {
          u[at(row_of[at(j)])] += delta;
          v[at(j)] -= delta;
        } else {
          slack[at(j)] -= delta;
        }
      }
      column = next;
    } while (row_of[at(column)] != 0);
    for (; column != 0; column = before[at(column)]) row_of[at(column)] = row_of[at(before[at(column)])];
  }
  double sum = 0;
  for (Index j = 1; j <= n; ++j) sum += cost(row_of[at(j)] - 1, j - 1);
  return sum;
}

double pairs_of(double count) { return count * (count - 1) / 2; }

}  // namespace

Matrix<double> contingency(const std::vector<Index>& clusters, const std::vector<Index>& classes) {
  assert(!clusters.empty() && clusters.size() == classes.size());
  Matrix<double> count = Matrix<double>::Zero(std::ranges::max(clusters) + 1, std::ranges::max(classes) + 1);
  for (std::size_t i = 0; i < clusters.size(); ++i) count(clusters[i], classes[i]) += 1;
  return count;
}

double matched_accuracy(const std::vector<Index>& clusters, const std::vector<Index>& classes) {
  const Matrix<double> count = contingency(clusters, classes);
  const Index size = std::max(count.rows(), count.cols());
  Matrix<double> cost = Matrix<double>::Zero(size, size);  // the surplus is matched to nothing
  cost.topLeftCorner(count.rows(), count.cols()) = -count;
  return -cheapest_assignment(cost) / count.sum();
}

double adjusted_rand_index(const std::vector<Index>& clusters, const std::vector<Index>& classes) {
  const Matrix<double> count = contingency(clusters, classes);
  const double together = count.unaryExpr(&pairs_of).sum();
  const double in_clusters = count.rowwise().sum().unaryExpr(&pairs_of).sum();
  const double in_classes = count.colwise().sum().unaryExpr(&pairs_of).sum();
  const double all = pairs_of(count.sum());
  const double expected = all > 0 ? in_clusters * in_classes / all : 0;
  const double most = (in_clusters + in_classes) / 2;
  if (most == expected) return 1;  // both have a single group, or only groups of one
  return (together - expected) / (most - expected);
}

}  // namespace softwarp
