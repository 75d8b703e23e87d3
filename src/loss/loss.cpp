#include "softwarp/loss/loss.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/thread_scratch.hpp"

namespace softwarp {
namespace {

template <class Real>
std::string position(const Batch<Real>& batch, Index b, Index step) {
  return "series " + std::to_string(batch.number(b)) + ", step " + std::to_string(step + 1);
}

template <class Real>
void check_batches(const Batch<Real>& x, const Batch<Real>& y) {
  if (x.dims < 1 || x.dims != y.dims || x.values.rows() % x.dims != 0 || y.values.rows() % y.dims != 0) {
    throw Error("loss: expected the same dimensions in x and y, found " + std::to_string(x.dims) + " and " +
                std::to_string(y.dims));
  }
  for (const Batch<Real>* batch : {&x, &y}) {
    if (!batch->lengths.empty() && static_cast<Index>(batch->lengths.size()) != batch->count())
      throw Error("loss: expected one length per series or none, found " + std::to_string(batch->lengths.size()));
    for (Index b = 0; b < batch->count(); ++b) {
      const Index length = batch->length(b);
      if (length >= 1 && length <= batch->steps()) continue;
      throw Error(std::string("loss: ") + (batch == &x ? "x" : "y") + ": series " + std::to_string(batch->number(b)) +
                  ": expected a length from 1 to " + std::to_string(batch->steps()) + ", found " +
                  std::to_string(length));
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
void check_finite(const Batch<Real>& x, Index b) {
  const auto values = x.values.col(b).head(x.length(b) * x.dims);
  if (all_finite(values)) return;
  Index k = 0;
  while (std::isfinite(values[k])) ++k;
  throw NonFiniteError("loss: x: " + position(x, b, k / x.dims) + ": expected a finite number, found " +
                       (std::isnan(values[k]) ? "NaN" : "infinity"));
}

// Whether no value of a target is missing.
template <class Real>
bool is_complete(const Batch<Real>& y, Index b) {
  const auto values = y.values.col(b).head(y.length(b) * y.dims);
  if (all_finite(values)) return true;
  for (Index k = 0; k < values.size(); ++k) {
    if (std::isinf(values[k]))
      throw NonFiniteError("loss: y: " + position(y, b, k / y.dims) +
                           ": expected a finite number or NaN, found infinity");
  }
  return false;
}

// A pair whose target has gaps, with the missing steps removed.
template <class Real>
struct GappedPair {
  std::size_t place;          // in BatchPairs::pairs
  std::vector<Index> steps;   // those that are present
  Matrix<Real> x, y, dx, dy;  // [D × number of these steps]

  GappedPair(std::size_t at, const Batch<Real>& all_x, Index i, const Batch<Real>& all_y, Index j) : place(at) {
    const Eigen::Map<const Matrix<Real>> x_b(all_x.values.col(i).data(), all_x.dims, all_x.length(i));
    const Eigen::Map<const Matrix<Real>> y_b(all_y.values.col(j).data(), all_y.dims, all_y.length(j));
    if (x_b.cols() != y_b.cols()) {
      throw Error("loss: y: series " + std::to_string(all_y.number(j)) + ": expected the length of x, " +
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

  void scatter(const Matrix<Real>& gradient, Index b, MatrixRef<Real>& all) const {
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
  std::vector<GappedPair<Real>> gapped;  // those of the pairs that lack steps

  void clear() {
    pairs.clear();
    gapped.clear();
  }

  // Adds series i of x with series j of y, unless y has no step at all; where dx or dy is given, with that gradient.
  void add(const Batch<Real>& x, Index i, const Batch<Real>& y, Index j, Real* dx, Real* dy) {
    Pair<Real> pair;
    if (is_complete(y, j)) {
      pair = {.x = x.values.col(i).data(), .n = x.length(i), .y = y.values.col(j).data(), .m = y.length(j)};
      pair.dx = dx;
      pair.dy = dy;
    } else {
      GappedPair<Real> without_gaps(pairs.size(), x, i, y, j);
      if (without_gaps.steps.empty()) return;
      GappedPair<Real>& gap = gapped.emplace_back(std::move(without_gaps));
      const Index steps = gap.x.cols();
      pair = {.x = gap.x.data(), .n = steps, .y = gap.y.data(), .m = steps};
      if (dx != nullptr) pair.dx = gap.dx.data();
      if (dy != nullptr) pair.dy = gap.dy.data();
    }
    pair.number = y.number(j);
    if (pair.dy != nullptr) *pair.dy = kNotComputed<Real>;
    pairs.push_back(pair);
  }

  void check(const Loss<Real>& loss) const {
    for (const Pair<Real>& pair : pairs) {
      if (!std::isfinite(pair.value))
        throw NonFiniteError(loss.name() + ": series " + std::to_string(pair.number) +
                             ": expected a finite loss, found " + (std::isnan(pair.value) ? "NaN" : "infinity") +
                             "; the values are too large");
      if (pair.dy != nullptr && std::isnan(*pair.dy))
        throw Error(loss.name() + ": expected a loss with a gradient with respect to y, found none");
    }
  }
};

}  // namespace

template <class Real>
void Loss<Real>::fill(const Batch<Real>& x, const Batch<Real>& y, VectorRef<double> value, MatrixRef<Real>* dx,
                      MatrixRef<Real>* dy) const {
  check_interrupt();
  check_batches(x, y);
  if (x.count() != y.count()) {
    throw Error("loss: expected as many series in x as in y, found " + std::to_string(x.count()) + " and " +
                std::to_string(y.count()));
  }
  check_shape("value", value.rows(), value.cols(), x.count(), 1);
  if (dx != nullptr) check_shape("dx", dx->rows(), dx->cols(), x.values.rows(), x.count());
  if (dy != nullptr) check_shape("dy", dy->rows(), dy->cols(), y.values.rows(), y.count());
  ThreadScratch<BatchPairs<Real>> scratch;
  scratch->clear();

  value.setZero();
  if (dx != nullptr) dx->setZero();
  if (dy != nullptr) dy->setZero();
  for (Index b = 0; b < x.count(); ++b) {
    check_finite(x, b);
    scratch->add(x, b, y, b, dx != nullptr ? dx->col(b).data() : nullptr, dy != nullptr ? dy->col(b).data() : nullptr);
  }
  compute(scratch->pairs, x.dims);
  scratch->check(*this);
  for (const Pair<Real>& pair : scratch->pairs) value[pair.number - y.number(0)] = pair.value;
  for (const GappedPair<Real>& gap : scratch->gapped) {
    const Index b = scratch->pairs[gap.place].number - y.number(0);
    if (dx != nullptr) gap.scatter(gap.dx, b, *dx);
    if (dy != nullptr) gap.scatter(gap.dy, b, *dy);
  }
}

template <class Real>
void Loss<Real>::fill_cross(const Batch<Real>& x, const Batch<Real>& y, MatrixRef<double> value, bool symmetric) const {
  // In tiles, each a call that fills lanes and threads: wide enough for them, and small enough in pairs.
  constexpr Index kPairs = 4096, kSide = 64;
  check_batches(x, y);
  check_shape("value", value.rows(), value.cols(), y.count(), x.count());
  for (Index i = 0; i < x.count(); ++i) check_finite(x, i);
  const Index wide = symmetric ? kSide : std::clamp(kPairs / std::max<Index>(y.count(), 1), kSide, kPairs);
  const Index columns = std::clamp<Index>(x.count(), 1, wide), rows = kPairs / columns;
  ThreadScratch<BatchPairs<Real>> scratch;
  std::vector<double*> places;  // of the pairs' values
  for (Index first_i = 0; first_i < x.count(); first_i += columns) {
    for (Index first_j = symmetric ? first_i : 0; first_j < y.count(); first_j += rows) {
      check_interrupt();
      scratch->clear();
      places.clear();
      for (Index i = first_i; i < std::min(first_i + columns, x.count()); ++i) {
        for (Index j = symmetric ? std::max(i, first_j) : first_j; j < std::min(first_j + rows, y.count()); ++j) {
          value(j, i) = 0;
          scratch->add(x, i, y, j, nullptr, nullptr);
          if (scratch->pairs.size() > places.size()) places.push_back(&value(j, i));
        }
      }
      compute(scratch->pairs, x.dims);
      scratch->check(*this);
      for (std::size_t k = 0; k < places.size(); ++k) *places[k] = scratch->pairs[k].value;
    }
  }
  if (!symmetric) return;
  for (Index i = 0; i < x.count(); ++i) value.row(i).tail(x.count() - i) = value.col(i).tail(x.count() - i);
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
void Loss<Real>::cross(const Batch<Real>& x, const Batch<Real>& y, MatrixRef<double> value) const {
  fill_cross(x, y, value, false);
}

template <class Real>
void Loss<Real>::cross(const Batch<Real>& x, MatrixRef<double> value) const {
  fill_cross(x, x, value, true);
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
