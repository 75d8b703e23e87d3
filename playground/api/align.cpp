/// "Align": everything that the library says of two drawn series.
#include <array>

#include "results.hpp"
#include "softwarp/alignment/expected_alignment.hpp"
#include "softwarp/alignment/tables.hpp"
#include "softwarp/loss/divergence.hpp"
#include "softwarp/loss/euclidean.hpp"
#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp::playground {
namespace {

std::array<Vector<double>, 2> drawn;

void align_drawn(double gamma, std::optional<Index> band) {
  const Vector<double>&x = drawn[0], &y = drawn[1];
  const Alignment<double> soft{.gamma = gamma, .band = band}, hard{.band = band};
  const SeriesView<double> x_series(x.data(), 1, x.size()), y_series(y.data(), 1, y.size());

  Matrix<double> dx(x.size(), 1);
  give("soft-dtw", SoftDtwLoss<double>(soft).mean({x}, {y}, dx));
  give("dx", dx);
  give("dtw", DtwLoss<double>(hard).mean({x}, {y}));
  if (x.size() == y.size()) give("euclidean", EuclideanLoss<double>().mean({x}, {y}));
  give("entropy", alignment_entropy(x_series, y_series, soft));
  give("divergence", SoftDtwDivergence<double>(soft).mean({x}, {y}));

  AlignmentTables tables = alignment_tables(x.transpose(), y.transpose(), soft);
  give("cost", std::move(tables.cost));
  give("r", std::move(tables.r));
  give("E", expected_alignment(x_series, y_series, soft));

  const std::vector<Match> path = best_path(x_series, y_series, hard);
  Matrix<double> cells(2, static_cast<Index>(path.size()));
  for (Index k = 0; k < cells.cols(); ++k) {
    const Match& match = path[static_cast<std::size_t>(k)];
    cells.col(k) << static_cast<double>(match.i), static_cast<double>(match.j);
  }
  give("path", std::move(cells));
}

}  // namespace

/// Memory for a drawn series, x (0) or y (1), which the page fills; valid until its length changes.
PLAYGROUND_API double* playground_series(int which, int steps) {
  Vector<double>& series = drawn[static_cast<std::size_t>(which)];
  series.resize(steps);
  return series.data();
}

/// band < 0: none.
PLAYGROUND_API int playground_align(double gamma, int band) {
  return call([&] { align_drawn(gamma, band < 0 ? std::nullopt : std::optional<Index>(band)); });
}

}  // namespace softwarp::playground
