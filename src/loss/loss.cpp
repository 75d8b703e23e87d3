#include "softwarp/loss/loss.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/thread_scratch.hpp"

namespace softwarp {
namespace {

std::string position(Index b, Index step) {
  return "series " + std::to_string(b + 1) + ", step " + std::to_string(step + 1);
}

template <class Real>
void check_shapes(const Batch<Real>& x, const Batch<Real>& y) {
  if (x.dims < 1 || x.dims != y.dims || x.values.rows() % x.dims != 0 || y.values.rows() % y.dims != 0) {
    throw Error("loss: expected the same dimensions in x and y, found " + std::to_string(x.dims) + " and " +
                std::to_string(y.dims));
  }
  if (x.count() != y.count()) {
    throw Error("loss: expected as many series in x as in y, found " + std::to_string(x.count()) + " and " +
                std::to_string(y.count()));
  }
  for (const Batch<Real>* batch : {&x, &y}) {
    if (!batch->lengths.empty() && static_cast<Index>(batch->lengths.size()) != batch->count())
      throw Error("loss: expected one length per series or none, found " + std::to_string(batch->lengths.size()));
    for (Index b = 0; b < batch->count(); ++b) {
      const Index length = batch->length(b);
      if (length >= 1 && length <= batch->steps()) continue;
      throw Error("loss: series " + std::to_string(b + 1) + ": expected a length from 1 to " +
                  std::to_string(batch->steps()) + ", found " + std::to_string(length));
    }
  }
}

void check_shape(const char* name, Index rows, Index columns, Index expected_rows, Index expected_columns) {
  if (rows == expected_rows && columns == expected_columns) return;
  const auto shape = [](Index r, Index c) { return "[" + std::to_string(r) + "x" + std::to_string(c) + "]"; };
  throw Error(std::string("loss: expected ") + name + " " + shape(expected_rows, expected_columns) + ", found " +
              shape(rows, columns));
}

// Eigen's allFinite() tests one number at a time. This vectorises: 0·v is 0 if v is finite and NaN otherwise.
template <class Values>
bool all_finite(const Values& values) {
  return (values * 0).sum() == 0;
}

template <class Real>
void check_forecast(const Batch<Real>& x, Index b) {
  const auto values = x.values.col(b).head(x.length(b) * x.dims);
  if (all_finite(values)) return;
  Index k = 0;
  while (std::isfinite(values[k])) ++k;
  throw NonFiniteError("loss: forecast " + position(b, k / x.dims) + ": expected a finite number, found " +
                       (std::isnan(values[k]) ? "NaN" : "infinity"));
}

// Whether no value of a target is missing.
template <class Real>
bool is_complete(const Batch<Real>& y, Index b) {
  const auto values = y.values.col(b).head(y.length(b) * y.dims);
  if (all_finite(values)) return true;
  for (Index k = 0; k < values.size(); ++k) {
    if (std::isinf(values[k]))
      throw Error("loss: target " + position(b, k / y.dims) + ": expected a finite number or NaN, found infinity");
  }
  return false;
}

// A pair whose target has gaps, with the missing steps removed.
template <class Real>
struct GappedPair {
  Index b;
  std::vector<Index> steps;   // those that are present
  Matrix<Real> x, y, dx, dy;  // [D × number of these steps]

  GappedPair(const Batch<Real>& all_x, const Batch<Real>& all_y, Index series) : b(series) {
    const Eigen::Map<const Matrix<Real>> x_b(all_x.values.col(b).data(), all_x.dims, all_x.length(b));
    const Eigen::Map<const Matrix<Real>> y_b(all_y.values.col(b).data(), all_y.dims, all_y.length(b));
    if (x_b.cols() != y_b.cols()) {
      throw Error("loss: target series " + std::to_string(b + 1) + ": expected the forecast's length, " +
                  std::to_string(x_b.cols()) + ", because steps are missing; found " + std::to_string(y_b.cols()));
    }
    for (Index t = 0; t < y_b.cols(); ++t) {
      if (y_b.col(t).allFinite()) steps.push_back(t);
    }
    x = x_b(Eigen::all, steps);
    y = y_b(Eigen::all, steps);
    dx.resizeLike(x);
    dy.resizeLike(y);
  }

  void scatter(const Matrix<Real>& gradient, MatrixRef<Real>& all) const {
    Eigen::Map<Matrix<Real>> all_b(all.col(b).data(), gradient.rows(), all.rows() / gradient.rows());
    all_b(Eigen::all, steps) = gradient;
  }
};

// What is in dy where a loss that has none leaves it.
template <class Real>
constexpr Real kNotComputed = std::numeric_limits<Real>::quiet_NaN();

// Reused from call to call, so that a training step allocates nothing unless a target has gaps.
template <class Real>
struct BatchPairs {
  std::vector<Pair<Real>> pairs;
  std::vector<GappedPair<Real>> gapped;
};

}  // namespace

template <class Real>
void Loss<Real>::fill(const Batch<Real>& x, const Batch<Real>& y, VectorRef<double> value, MatrixRef<Real>* dx,
                      MatrixRef<Real>* dy) const {
  check_interrupt();
  check_shapes(x, y);
  check_shape("value", value.rows(), value.cols(), x.count(), 1);
  if (dx != nullptr) check_shape("dx", dx->rows(), dx->cols(), x.values.rows(), x.count());
  if (dy != nullptr) check_shape("dy", dy->rows(), dy->cols(), y.values.rows(), y.count());
  ThreadScratch<BatchPairs<Real>> scratch;
  scratch->pairs.clear();
  scratch->gapped.clear();

  value.setZero();
  if (dx != nullptr) dx->setZero();
  if (dy != nullptr) dy->setZero();
  for (Index b = 0; b < x.count(); ++b) {
    check_forecast(x, b);
    Pair<Real> pair;
    if (is_complete(y, b)) {
      pair = {.x = x.values.col(b).data(), .n = x.length(b), .y = y.values.col(b).data(), .m = y.length(b)};
      if (dx != nullptr) pair.dx = dx->col(b).data();
      if (dy != nullptr) pair.dy = dy->col(b).data();
    } else {
      GappedPair<Real>& gapped = scratch->gapped.emplace_back(x, y, b);
      if (gapped.steps.empty()) continue;
      const Index steps = gapped.x.cols();
      pair = {.x = gapped.x.data(), .n = steps, .y = gapped.y.data(), .m = steps};
      if (dx != nullptr) pair.dx = gapped.dx.data();
      if (dy != nullptr) pair.dy = gapped.dy.data();
    }
    pair.number = b + 1;
    if (pair.dy != nullptr) *pair.dy = kNotComputed<Real>;
    scratch->pairs.push_back(pair);
  }

  compute(scratch->pairs, x.dims);

  for (const Pair<Real>& pair : scratch->pairs) {
    value[pair.number - 1] = pair.value;
    if (!std::isfinite(pair.value))
      throw NonFiniteError(name() + ": series " + std::to_string(pair.number) + ": expected a finite loss, found " +
                           (std::isnan(pair.value) ? "NaN" : "infinity") + "; the values are too large");
    if (pair.dy != nullptr && std::isnan(*pair.dy))
      throw Error(name() + ": expected a loss with a gradient with respect to y, found none");
  }
  for (const GappedPair<Real>& gapped : scratch->gapped) {
    if (gapped.steps.empty()) continue;
    if (dx != nullptr) gapped.scatter(gapped.dx, *dx);
    if (dy != nullptr) gapped.scatter(gapped.dy, *dy);
  }
}

template <class Real>
double Loss<Real>::fill_mean(const Batch<Real>& x, const Batch<Real>& y, MatrixRef<Real>* dx) const {
  ThreadScratch<Vector<double>> value;
  value->resize(x.count());
  fill(x, y, *value, dx);
  const auto count = static_cast<double>(x.count());
  if (dx != nullptr) *dx *= static_cast<Real>(1 / count);
  return value->sum() / count;
}

template <class Real>
void Loss<Real>::pairs(const Batch<Real>& x, const Batch<Real>& y, VectorRef<double> value) const {
  fill(x, y, value);
}

template <class Real>
void Loss<Real>::pairs(const Batch<Real>& x, const Batch<Real>& y, VectorRef<double> value, MatrixRef<Real> dx) const {
  fill(x, y, value, &dx);
}

template <class Real>
void Loss<Real>::pairs(const Batch<Real>& x, const Batch<Real>& y, VectorRef<double> value, MatrixRef<Real> dx,
                       MatrixRef<Real> dy) const {
  fill(x, y, value, &dx, &dy);
}

template <class Real>
double Loss<Real>::mean(const Batch<Real>& x, const Batch<Real>& y) const {
  return fill_mean(x, y, nullptr);
}

template <class Real>
double Loss<Real>::mean(const Batch<Real>& x, const Batch<Real>& y, MatrixRef<Real> dx) const {
  return fill_mean(x, y, &dx);
}

template class Loss<float>;
template class Loss<double>;

}  // namespace softwarp
