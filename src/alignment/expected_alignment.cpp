#include "softwarp/alignment/expected_alignment.hpp"

#include <algorithm>
#include <string>

#include "softwarp/alignment/align_under_cost.hpp"
#include "softwarp/core/error.hpp"

namespace softwarp {
namespace {

double align_one(const TwoSeries& series, const Alignment& how, Matrix<double>* E = nullptr) {
  const auto& [x, y, cost] = series;
  if (x.rows() < 1 || x.rows() != y.rows()) {
    throw Error("alignment: expected the same dimensions in x and y, found " + std::to_string(x.rows()) + " and " +
                std::to_string(y.rows()));
  }
  if (x.cols() < 1 || y.cols() < 1) throw Error("alignment: expected series of at least one step, found none");
  // A Ref may have columns apart from each other; a pair has not.
  thread_local Matrix<double> own_x, own_y;
  own_x = x;
  own_y = y;
  Pair<double> pair{.x = own_x.data(), .n = x.cols(), .y = own_y.data(), .m = y.cols()};
  if (E != nullptr) {
    E->resize(pair.n, pair.m);
    pair.E = E->data();
  }
  if (cost == nullptr)
    align(std::span(&pair, 1), x.rows(), how);
  else
    align(std::span(&pair, 1), x.rows(), how, *cost);
  return pair.value;
}

}  // namespace

Matrix<double> expected_alignment(const TwoSeries& series, double gamma, std::optional<Index> band) {
  Matrix<double> E;
  align_one(series, {gamma, band}, &E);
  return E;
}

double alignment_entropy(const TwoSeries& series, double gamma, std::optional<Index> band) {
  const double expected_cost = align_one(series, {gamma, band, Quantity::expected_cost});
  return std::max(0.0, (expected_cost - align_one(series, {gamma, band})) / gamma);
}

std::vector<Match> best_path(const TwoSeries& series, std::optional<Index> band) {
  const Matrix<double> path = expected_alignment(series, 0, band);
  std::vector<Match> matches{{0, 0}};
  // From a cell of a path exactly one of the three next cells is on it, the diagonal one alone or else a side.
  while (matches.back() != Match{path.rows() - 1, path.cols() - 1}) {
    const auto [i, j] = matches.back();
    const bool down = i + 1 < path.rows() && path(i + 1, j) != 0, right = j + 1 < path.cols() && path(i, j + 1) != 0;
    matches.push_back({right ? i : i + 1, down ? j : j + 1});
  }
  return matches;
}

double temporal_distortion(const TwoSeries& series, std::optional<Index> band) {
  double sum = 0;
  for (const auto& [i, j] : best_path(series, band)) sum += static_cast<double>((i - j) * (i - j));
  return sum / static_cast<double>(series.x.cols() * series.y.cols());
}

}  // namespace softwarp
