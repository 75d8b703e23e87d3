#include "softwarp/alignment/tables.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "softwarp/alignment/band.hpp"
#include "softwarp/core/error.hpp"

namespace softwarp {
namespace {

constexpr double kNowhere = std::numeric_limits<double>::infinity();

// The soft minimum of the three cells before one, and the share of each.
struct SoftMinimum {
  double value, diagonal, up, left;

  SoftMinimum(double at_diagonal, double above, double before, double gamma) {
    const double least = std::min({at_diagonal, above, before});
    if (gamma > 0) {
      diagonal = std::exp((least - at_diagonal) / gamma);
      up = std::exp((least - above) / gamma);
      left = std::exp((least - before) / gamma);
    } else {
      diagonal = at_diagonal == least ? 1 : 0;
      up = diagonal == 0 && above == least ? 1 : 0;
      left = diagonal == 0 && up == 0 ? 1 : 0;
    }
    const double sum = diagonal + up + left;
    value = least - gamma * std::log(sum);
    diagonal /= sum;
    up /= sum;
    left /= sum;
  }
};

Matrix<double> costs(const Matrix<double>& x, const Matrix<double>& y, const Cost<double>& cost) {
  Matrix<double> delta(x.cols(), y.cols());
  cost.matrix(x, y, delta);
  const double largest = delta.cwiseAbs().maxCoeff();
  if (!std::isfinite(largest) || !delta.allFinite()) throw Error("expected finite costs, found others");
  return delta;
}

}  // namespace

AlignmentTables alignment_tables(const Matrix<double>& x, const Matrix<double>& y, const Alignment<double>& options) {
  check_alignment("alignment", options, Minimum(), GammaRange::zero_or_positive);
  if (x.rows() != y.rows())
    throw Error("expected series of equal dimension, found " + std::to_string(x.rows()) + " and " +
                std::to_string(y.rows()));
  const Index n = x.cols(), m = y.cols();
  const auto cost = options.cost ? options.cost : make_cost<double>("sqeuclidean");
  const Matrix<double> delta = costs(x, y, *cost), zero = Matrix<double>::Zero(n, m),
                       nowhere = Matrix<double>::Constant(n, m, kNowhere);
  AlignmentTables tables{
      .cost = nowhere, .r = nowhere, .up = zero, .left = zero, .diagonal = zero, .E = zero, .dx = {}, .dy = {}};
  const Band band(n, m, options.band);

  const auto r = [&](Index i, Index j) { return i < 0 || j < 0 ? kNowhere : tables.r(i, j); };
  for (Index i = 0; i < n; ++i) {
    for (Index j = band.low(i); j <= band.high(i); ++j) {
      tables.cost(i, j) = delta(i, j);
      if (i == 0 && j == 0) {
        tables.r(i, j) = delta(i, j);
        continue;
      }
      const SoftMinimum before(r(i - 1, j - 1), r(i - 1, j), r(i, j - 1), options.gamma);
      tables.r(i, j) = delta(i, j) + before.value;
      tables.diagonal(i, j) = before.diagonal;
      tables.up(i, j) = before.up;
      tables.left(i, j) = before.left;
    }
  }

  tables.E(n - 1, m - 1) = 1;
  for (Index i = n - 1; i >= 0; --i) {
    for (Index j = band.high(i); j >= band.low(i); --j) {
      const double e = tables.E(i, j);
      if (i > 0) tables.E(i - 1, j) += tables.up(i, j) * e;
      if (j > 0) tables.E(i, j - 1) += tables.left(i, j) * e;
      if (i > 0 && j > 0) tables.E(i - 1, j - 1) += tables.diagonal(i, j) * e;
    }
  }

  tables.dx.resizeLike(x);
  tables.dy.resizeLike(y);
  cost->jacobian_product(x, y, tables.E, tables.dx);
  cost->jacobian_product(y, x, tables.E.transpose(), tables.dy);
  return tables;
}

}  // namespace softwarp
