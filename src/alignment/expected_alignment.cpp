#include "softwarp/alignment/expected_alignment.hpp"

#include <algorithm>

#include "softwarp/alignment/align.hpp"

namespace softwarp {

Matrix<double> expected_alignment(const SeriesView<double>& x, const SeriesView<double>& y,
                                  const Alignment<double>& options) {
  Pair<double> pair = pair_of(x, y);
  Matrix<double> E(pair.n, pair.m);
  pair.E = E.data();
  align(std::span(&pair, 1), x.dims(), options);
  return E;
}

double alignment_entropy(const SeriesView<double>& x, const SeriesView<double>& y, const Alignment<double>& options) {
  Pair<double> pair = pair_of(x, y);
  align(std::span(&pair, 1), x.dims(), options, ExpectedCost());
  return std::max(0.0, pair.entropy);
}

Matrix<double> reduced_alignment(const SeriesView<double>& x, const SeriesView<double>& y,
                                 const Alignment<double>& options, Index rows, Index columns) {
  Pair<double> pair = pair_of(x, y);
  Matrix<double> reduced = Matrix<double>::Zero(std::min(pair.n, rows), std::min(pair.m, columns));
  const MatrixParts<double> keep_largest = [&](Index row, Index column, const ConstMatrixRef<double>& E) {
    for (Index j = 0; j < E.cols(); ++j) {
      const Index reduced_j = (column + j) * reduced.cols() / pair.m;
      for (Index i = 0; i < E.rows(); ++i) {
        double& largest = reduced((row + i) * reduced.rows() / pair.n, reduced_j);
        largest = std::max(largest, E(i, j));
      }
    }
  };
  pair.E_parts = &keep_largest;
  align(std::span(&pair, 1), x.dims(), options);
  return reduced;
}

std::vector<Match> best_path(const SeriesView<double>& x, const SeriesView<double>& y,
                             const Alignment<double>& options) {
  check_alignment("best path", options, Minimum(), GammaRange::zero);
  Pair<double> pair = pair_of(x, y);
  struct Columns {
    Index first, last;
  };
  std::vector<Columns> on_path(static_cast<std::size_t>(pair.n), {pair.m, -1});  // of each row
  const MatrixParts<double> find = [&](Index row, Index column, const ConstMatrixRef<double>& path) {
    for (Index j = 0; j < path.cols(); ++j) {
      for (Index i = 0; i < path.rows(); ++i) {
        if (path(i, j) == 0) continue;
        Columns& found = on_path[static_cast<std::size_t>(row + i)];
        found = {std::min(found.first, column + j), column + j};
      }
    }
  };
  pair.E_parts = &find;
  align(std::span(&pair, 1), x.dims(), options);
  std::vector<Match> matches;
  for (Index i = 0; i < pair.n; ++i) {
    const Columns& columns = on_path[static_cast<std::size_t>(i)];
    for (Index j = columns.first; j <= columns.last; ++j) matches.push_back({i, j});
  }
  return matches;
}

double temporal_distortion(const std::vector<Match>& path) {
  double sum = 0;
  for (const auto& [i, j] : path) sum += static_cast<double>((i - j) * (i - j));
  const auto& [last_i, last_j] = path.back();
  return sum / static_cast<double>((last_i + 1) * (last_j + 1));
}

double temporal_distortion(const SeriesView<double>& x, const SeriesView<double>& y, const Alignment<double>& options) {
  return temporal_distortion(best_path(x, y, options));
}

}  // namespace softwarp
