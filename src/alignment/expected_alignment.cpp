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

std::vector<Match> best_path(const SeriesView<double>& x, const SeriesView<double>& y,
                             const Alignment<double>& options) {
  check_alignment("best path", options, Minimum(), GammaRange::zero);
  const Matrix<double> path = expected_alignment(x, y, options);
  std::vector<Match> matches{{0, 0}};
  // The path leaves a cell diagonally exactly if neither the cell below nor the one to the right is on it.
  while (matches.back() != Match{path.rows() - 1, path.cols() - 1}) {
    const auto [i, j] = matches.back();
    const bool down = i + 1 < path.rows() && path(i + 1, j) != 0, right = j + 1 < path.cols() && path(i, j + 1) != 0;
    matches.push_back({right ? i : i + 1, down ? j : j + 1});
  }
  return matches;
}

double temporal_distortion(const SeriesView<double>& x, const SeriesView<double>& y, const Alignment<double>& options) {
  double sum = 0;
  for (const auto& [i, j] : best_path(x, y, options)) sum += static_cast<double>((i - j) * (i - j));
  return sum / static_cast<double>(x.steps() * y.steps());
}

}  // namespace softwarp
