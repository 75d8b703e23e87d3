#include "softwarp/alignment/reference.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp::reference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// min^γ of three numbers, at least one of them finite; with the smallest subtracted, no exponential can overflow.
double soft_min(double a, double b, double c, double gamma) {
  const double smallest = std::min({a, b, c});
  const double sum =
      std::exp((smallest - a) / gamma) + std::exp((smallest - b) / gamma) + std::exp((smallest - c) / gamma);
  return smallest - gamma * std::log(sum);
}

// Algorithm 1, with the paper's indices: r_ij for i = 0 … n+1, j = 0 … m+1; row and column 0 are the borders.
Matrix<double> soft_minima(const Matrix<double>& cost, double gamma) {
  if (!(gamma > 0) || !std::isfinite(gamma)) throw Error("soft-DTW: expected gamma > 0, found " + to_text(gamma));
  const Index n = cost.rows();
  const Index m = cost.cols();
  assert(n > 0 && m > 0);
  Matrix<double> r = Matrix<double>::Constant(n + 2, m + 2, kInfinity);
  r(0, 0) = 0;
  for (Index j = 1; j <= m; ++j) {
    for (Index i = 1; i <= n; ++i)
      r(i, j) = cost(i - 1, j - 1) + soft_min(r(i - 1, j - 1), r(i - 1, j), r(i, j - 1), gamma);
  }
  return r;
}

}  // namespace

Matrix<double> squared_euclidean(const Matrix<double>& x, const Matrix<double>& y) {
  Matrix<double> cost(x.cols(), y.cols());
  for (Index j = 0; j < y.cols(); ++j) {
    for (Index i = 0; i < x.cols(); ++i) cost(i, j) = (x.col(i) - y.col(j)).squaredNorm();
  }
  return cost;
}

Matrix<double> squared_euclidean_jacobian_product(const Matrix<double>& x, const Matrix<double>& y,
                                                  const Matrix<double>& E) {
  Matrix<double> dx = Matrix<double>::Zero(x.rows(), x.cols());
  for (Index j = 0; j < y.cols(); ++j) {
    for (Index i = 0; i < x.cols(); ++i) dx.col(i) += 2 * E(i, j) * (x.col(i) - y.col(j));
  }
  return dx;
}

double soft_dtw(const Matrix<double>& cost, double gamma, Matrix<double>* E) {
  const Index n = cost.rows();
  const Index m = cost.cols();
  Matrix<double> r = soft_minima(cost, gamma);
  const double value = r(n, m);
  if (E == nullptr) return value;

  // Algorithm 2: row n+1 and column m+1 are borders, and only their corner passes anything back.
  const auto delta = [&](Index i, Index j) { return i <= n && j <= m ? cost(i - 1, j - 1) : 0.0; };
  r.row(n + 1).setConstant(-kInfinity);
  r.col(m + 1).setConstant(-kInfinity);
  r(n + 1, m + 1) = value;
  Matrix<double> e = Matrix<double>::Zero(n + 2, m + 2);
  e(n + 1, m + 1) = 1;
  for (Index j = m; j >= 1; --j) {
    for (Index i = n; i >= 1; --i) {
      const double a = std::exp((r(i + 1, j) - r(i, j) - delta(i + 1, j)) / gamma);
      const double b = std::exp((r(i, j + 1) - r(i, j) - delta(i, j + 1)) / gamma);
      const double c = std::exp((r(i + 1, j + 1) - r(i, j) - delta(i + 1, j + 1)) / gamma);
      e(i, j) = a * e(i + 1, j) + b * e(i, j + 1) + c * e(i + 1, j + 1);
    }
  }
  *E = e.block(1, 1, n, m);
  return value;
}

double soft_dtw_along(const Matrix<double>& cost, double gamma, const Matrix<double>& Z, Matrix<double>* product) {
  const Index n = cost.rows();
  const Index m = cost.cols();
  const Matrix<double> r = soft_minima(cost, gamma);

  // w are the probabilities of entering a cell by each of the three moves: the derivatives of its soft minimum. A dot
  // denotes the derivative along Z:  ṙ_ij = Z_ij + Σ w ṙ,  ẇ = −w (ṙ − Σ w ṙ)/γ.
  struct Move {
    Index di, dj;
    Matrix<double> w, w_dot;
  };
  const auto zero = [&] { return Matrix<double>(Matrix<double>::Zero(n + 2, m + 2)); };
  std::array<Move, 3> moves{{{1, 0, zero(), zero()}, {0, 1, zero(), zero()}, {1, 1, zero(), zero()}}};
  Matrix<double> r_dot = zero();
  for (Index j = 1; j <= m; ++j) {
    for (Index i = 1; i <= n; ++i) {
      const double before = r(i, j) - cost(i - 1, j - 1);
      double mean = 0;
      for (Move& move : moves) {
        move.w(i, j) = std::exp((before - r(i - move.di, j - move.dj)) / gamma);
        mean += move.w(i, j) * r_dot(i - move.di, j - move.dj);
      }
      for (Move& move : moves) move.w_dot(i, j) = -move.w(i, j) * (r_dot(i - move.di, j - move.dj) - mean) / gamma;
      r_dot(i, j) = Z(i - 1, j - 1) + mean;
    }
  }
  if (product == nullptr) return r_dot(n, m);

  Matrix<double> e = zero();
  Matrix<double> e_dot = zero();
  e(n, m) = 1;
  for (Index j = m; j >= 1; --j) {
    for (Index i = n; i >= 1; --i) {
      for (const Move& move : moves) {
        const Index k = i + move.di;
        const Index l = j + move.dj;
        e(i, j) += move.w(k, l) * e(k, l);
        e_dot(i, j) += move.w_dot(k, l) * e(k, l) + move.w(k, l) * e_dot(k, l);
      }
    }
  }
  *product = e_dot.block(1, 1, n, m);
  return r_dot(n, m);
}

double dtw(const Matrix<double>& cost, Matrix<double>* path) {
  const Index n = cost.rows();
  const Index m = cost.cols();
  assert(n > 0 && m > 0);
  Matrix<double> r = Matrix<double>::Constant(n + 1, m + 1, kInfinity);
  r(0, 0) = 0;
  for (Index j = 1; j <= m; ++j) {
    for (Index i = 1; i <= n; ++i) r(i, j) = cost(i - 1, j - 1) + std::min({r(i - 1, j - 1), r(i - 1, j), r(i, j - 1)});
  }
  if (path != nullptr) {
    path->setZero(n, m);
    Index i = n;
    Index j = m;
    while (i > 0 && j > 0) {
      (*path)(i - 1, j - 1) = 1;
      const double best = std::min({r(i - 1, j - 1), r(i - 1, j), r(i, j - 1)});
      const bool diagonal = r(i - 1, j - 1) == best;
      const bool up = !diagonal && r(i - 1, j) == best;
      if (diagonal || up) --i;
      if (!up) --j;
    }
  }
  return r(n, m);
}

}  // namespace softwarp::reference
