/// The backward recursion: how probable it is that the alignment passes through a cell.
#include <cstdio>

#include "exercises/exercise.hpp"
#include "softwarp/alignment/reference.hpp"
#include "softwarp/alignment/tables.hpp"

using namespace softwarp;

namespace {

/// E from the weights of the forward recursion: up(i, j) is the probability that an alignment in cell (i, j) came there
/// from (i − 1, j), left(i, j) from (i, j − 1), diagonal(i, j) from (i − 1, j − 1).   Shapes: all [n×m].
Matrix<double> expected_alignment(const AlignmentTables& tables) {
  const Index n = tables.r.rows(), m = tables.r.cols();
  Matrix<double> E = Matrix<double>::Zero(n, m);
  for (Index i = n - 1; i >= 0; --i) {
    for (Index j = m - 1; j >= 0; --j) {
      // EXERCISE: which cells can an alignment go to from (i, j)?
      if (i == n - 1 && j == m - 1) E(i, j) = 1;
      if (i + 1 < n) E(i, j) += tables.up(i + 1, j) * E(i + 1, j);
      if (j + 1 < m) E(i, j) += tables.left(i, j + 1) * E(i, j + 1);
    }
  }
  return E;
}

void print(const char* name, const Matrix<double>& E) {
  std::printf("%s\n", name);
  for (Index i = 0; i < E.rows(); ++i) {
    for (Index j = 0; j < E.cols(); ++j) std::printf("  %.4f", E(i, j));
    std::printf("\n");
  }
}

}  // namespace

bool exercises::three_ways() {
  const double gamma = 1;
  const Matrix<double> x{{0, 1, 2}}, y{{0, 2, 2}};  // the example of docs/soft_dtw.md
  const AlignmentTables tables = alignment_tables(x, y, {.gamma = gamma});
  const Matrix<double> E = expected_alignment(tables);
  print("E by hand:", E);
  print("E of alignment_tables():", tables.E);

  // E = ∂value/∂Δ: the cost matrix itself is moved, cell by cell.
  const auto value = [&](const Vector<double>& cost) { return reference::soft_dtw(cost.reshaped(3, 3), gamma); };
  const bool right = expect_right({check_gradient("E", value, tables.cost.reshaped(), E.reshaped(), /*shape=*/{3, 3})});
  const bool begins = expect(std::abs(E(0, 0) - 1) < 1e-9, "every alignment begins in the first cell: E there is 1");
  const bool visits =
      expect(E.rowwise().sum().minCoeff() > 1 - 1e-9, "every step of x is visited: rows add up to 1 or more");
  return right && begins && visits;
}
