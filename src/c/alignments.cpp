#include <algorithm>
#include <vector>

#include "softwarp/alignment/align.hpp"
#include "softwarp/alignment/expected_alignment.hpp"
#include "softwarp/c/bridge/batches.hpp"
#include "softwarp/c/bridge/status.hpp"
#include "softwarp/loss/registry.hpp"

using namespace softwarp;
using namespace softwarp::c;

namespace {

constexpr Index kCellsBetweenStops = 1'000'000;

template <class Real>
Alignment<Real> alignment_named(const char* text) {
  require(text, "alignment");
  const LossSpec spec = parse_loss(text);
  if (spec.name != "softdtw" && spec.name != "dtw")
    throw Error("alignment: expected softdtw or dtw, found " + spec.name);
  check_options(spec, find_loss(spec.name));
  return alignment_of<Real>(spec);
}

void check_pairs(const softwarp_batch* x, const softwarp_batch* y) {
  check(x, "x");
  check(y, "y");
  check_same_type(x->type, *y, "y");
  if (x->count != y->count || x->dims != y->dims) {
    const auto shape = [](const softwarp_batch& batch) {
      return std::to_string(batch.count) + " series of " + std::to_string(batch.dims) + " dimensions";
    };
    throw Error("y: expected " + shape(*x) + " as in x, found " + shape(*y));
  }
}

// Where the matrix of a pair is computed: in the caller's memory, or beside it if the pair is shorter than that.
template <class Real>
class PairMatrices {
 public:
  PairMatrices(void* all, const softwarp_batch& x, const softwarp_batch& y)
      : all_(static_cast<Real*>(all)),
        steps_x_(x.steps),
        steps_y_(y.steps),
        short_(static_cast<std::size_t>(x.count)) {}

  Real* room(Index b, Index n, Index m) {
    if (n == steps_x_ && m == steps_y_) return of(b).data();
    Matrix<Real>& matrix = short_[static_cast<std::size_t>(b)];
    matrix.resize(n, m);
    return matrix.data();
  }

  void finish() {
    for (std::size_t b = 0; b < short_.size(); ++b) {
      const Matrix<Real>& matrix = short_[b];
      if (matrix.size() == 0) continue;
      of(static_cast<Index>(b)).setZero();
      of(static_cast<Index>(b)).topLeftCorner(matrix.rows(), matrix.cols()) = matrix;
    }
  }

 private:
  Eigen::Map<Matrix<Real>> of(Index b) { return {all_ + b * steps_x_ * steps_y_, steps_x_, steps_y_}; }

  Real* all_;
  Index steps_x_, steps_y_;
  std::vector<Matrix<Real>> short_;
};

}  // namespace

softwarp_status softwarp_align(const char* alignment, const softwarp_batch* x, const softwarp_batch* y, double* value,
                               void* E) {
  return guarded([&] {
    check_pairs(x, y);
    require(value, "value");
    require(E, "E");
    with_real(x->type, [&]<class Real>() {
      const Batch<Real> batch_x = view_of<Real>(*x), batch_y = view_of<Real>(*y);
      PairMatrices<Real> matrices(E, *x, *y);
      std::vector<Pair<Real>> pairs;
      for (Index b = 0; b < x->count; ++b) {
        const Index n = batch_x.length(b), m = batch_y.length(b);
        Pair<Real>& pair = pairs.emplace_back();
        pair = {.x = batch_x.values.col(b).data(), .n = n, .y = batch_y.values.col(b).data(), .m = m};
        pair.E = matrices.room(b, n, m);
        pair.number = b + 1;
      }
      align<Real>(pairs, x->dims, alignment_named<Real>(alignment));
      for (std::size_t b = 0; b < pairs.size(); ++b) value[b] = pairs[b].value;
      matrices.finish();
    });
  });
}

softwarp_status softwarp_align_costs(const char* alignment, softwarp_type type, int64_t count, int64_t n, int64_t m,
                                     const void* cost, double* value, void* E) {
  return guarded([&] {
    if (count < 1 || n < 1 || m < 1) throw Error("cost: expected at least one matrix of at least one number");
    check_size(count, n, m, "cost");
    require(cost, "cost");
    require(value, "value");
    with_real(type, [&]<class Real>() {
      std::vector<CostMatrix<Real>> matrices;
      for (Index b = 0; b < count; ++b) {
        matrices.push_back({.cost = static_cast<const Real*>(cost) + b * n * m, .n = n, .m = m});
        if (E != nullptr) matrices.back().E = static_cast<Real*>(E) + b * n * m;
      }
      align<Real>(matrices, alignment_named<Real>(alignment));
      for (std::size_t b = 0; b < matrices.size(); ++b) value[b] = matrices[b].value;
    });
  });
}

softwarp_status softwarp_cost_matrices(const char* cost, const softwarp_batch* x, const softwarp_batch* y,
                                       void* delta) {
  return guarded([&] {
    check_pairs(x, y);
    require(delta, "delta");
    with_real(x->type, [&]<class Real>() {
      const auto made = make_cost<Real>(cost == nullptr ? "sqeuclidean" : cost);
      const Batch<Real> batch_x = view_of<Real>(*x), batch_y = view_of<Real>(*y);
      PairMatrices<Real> matrices(delta, *x, *y);
      for (Index b = 0; b < x->count; ++b) {
        const auto series = [&](const Batch<Real>& batch) {
          return Eigen::Map<const Matrix<Real>>(batch.values.col(b).data(), batch.dims, batch.length(b));
        };
        const auto series_x = series(batch_x), series_y = series(batch_y);
        const Index n = series_x.cols(), m = series_y.cols();
        Eigen::Map<Matrix<Real>> matrix(matrices.room(b, n, m), n, m);
        // Some columns at a time, so that a stop does not wait for long.
        const Index columns = std::max<Index>(1, kCellsBetweenStops / (n * x->dims));
        for (Index first = 0; first < m; first += columns) {
          check_interrupt();
          const Index count = std::min(columns, m - first);
          made->matrix(series_x, series_y.middleCols(first, count), matrix.middleCols(first, count));
        }
        if (!matrix.allFinite())
          throw NonFiniteError("cost: series " + std::to_string(b + 1) +
                               ": expected finite costs, found NaN or infinity: x or y is not finite, or too large");
      }
      matrices.finish();
    });
  });
}

softwarp_status softwarp_best_path(const char* alignment, const softwarp_batch* x, const softwarp_batch* y,
                                   double* value, int64_t* path, int64_t* length) {
  return guarded([&] {
    check_pairs(x, y);
    require(value, "value");
    require(path, "path");
    require(length, "length");
    if (x->count != 1) throw Error("x: expected one series, found " + std::to_string(x->count));
    const auto in_double = [](const softwarp_batch& batch) {
      return with_real(batch.type, [&]<class Real>() -> Matrix<double> {
        const Batch<Real> view = view_of<Real>(batch);
        return Eigen::Map<const Matrix<Real>>(view.values.data(), batch.dims, view.length(0)).template cast<double>();
      });
    };
    const Alignment<double> options = alignment_named<double>(alignment);
    const Matrix<double> series_x = in_double(*x), series_y = in_double(*y);
    const std::vector<Match> matches = best_path(series_x, series_y, options);
    Pair<double> pair{.x = series_x.data(), .n = series_x.cols(), .y = series_y.data(), .m = series_y.cols()};
    align(std::span(&pair, 1), x->dims, options);
    *value = pair.value;
    *length = static_cast<std::int64_t>(matches.size());
    for (const Match& match : matches) {
      *path++ = match.i;
      *path++ = match.j;
    }
  });
}
