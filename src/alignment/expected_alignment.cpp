#include "softwarp/alignment/expected_alignment.hpp"

#include <algorithm>

#include "softwarp/alignment/align.hpp"

namespace softwarp {
namespace {

double value_of(const SeriesView<double>& x, const SeriesView<double>& y, const Alignment<double>& how,
                const Quantity& quantity) {
  Pair<double> pair = pair_of(x, y);
  align(std::span(&pair, 1), x.dims(), how, quantity);
  return pair.value;
}

}  // namespace

Matrix<double> expected_alignment(const SeriesView<double>& x, const SeriesView<double>& y,
                                  const Alignment<double>& how) {
  Pair<double> pair = pair_of(x, y);
  Matrix<double> E(pair.n, pair.m);
  pair.E = E.data();
  align(std::span(&pair, 1), x.dims(), how);
  return E;
}

double alignment_entropy(const SeriesView<double>& x, const SeriesView<double>& y, const Alignment<double>& how) {
  const double expected_cost = value_of(x, y, how, ExpectedCost());
  return std::max(0.0, (expected_cost - value_of(x, y, how, Minimum())) / how.gamma);
}

std::vector<Match> best_path(const SeriesView<double>& x, const SeriesView<double>& y, const Alignment<double>& how) {
  check_alignment("best path", how, Minimum(), GammaRange::zero);
  const Matrix<double> path = expected_alignment(x, y, how);
  std::vector<Match> matches{{0, 0}};
  // From a cell of a path exactly one of the three next cells is on it, the diagonal one alone or else a side.
  while (matches.back() != Match{path.rows() - 1, path.cols() - 1}) {
    const auto [i, j] = matches.back();
    const bool down = i + 1 < path.rows() && path(i + 1, j) != 0, right = j + 1 < path.cols() && path(i, j + 1) != 0;
    matches.push_back({right ? i : i + 1, down ? j : j + 1});
  }
  return matches;
}

double temporal_distortion(const SeriesView<double>& x, const SeriesView<double>& y, const Alignment<double>& how) {
  double sum = 0;
  for (const auto& [i, j] : best_path(x, y, how)) sum += static_cast<double>((i - j) * (i - j));
  return sum / static_cast<double>(x.steps() * y.steps());
}

}  // namespace softwarp
