#include "distances_run.hpp"

#include <atomic>
#include <cmath>
#include <cstring>
#include <limits>
#include <mutex>
#include <vector>

#include "distances_text.hpp"
#include "npy.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/core/simd.hpp"
#include "softwarp/data/fingerprint.hpp"
#include "softwarp/data/series_batch.hpp"
#include "softwarp/loss/computable.hpp"
#include "softwarp/loss/pair_tiles.hpp"
#include "softwarp/loss/registry.hpp"

namespace softwarp {
namespace {

constexpr Index kQueriesTogether = 256;

template <class Real>
std::string npy_type() {
  return sizeof(Real) == 4 ? "'<f4'" : "'<f8'";
}

template <class T>
std::string_view bytes_of(const std::vector<T>& items) {
  return {reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T)};
}

// The two collections, or one twice.
template <class Real>
struct Collections {
  Collections(const SeriesSet& set_x, const SeriesSet* set_y)
      : one(set_y == nullptr), x(batch_of<Real>(set_x, centre_of(set_x))) {
    if (one) return;
    if (set_y->dims != set_x.dims)
      throw Error(set_y->name + ": expected series of " + std::to_string(set_x.dims) + " dimensions as in " +
                  set_x.name + ", found " + std::to_string(set_y->dims));
    y = batch_of<Real>(*set_y, centre_of(set_x));
  }

  Batch<Real> rows() const { return x; }
  Batch<Real> columns() const { return one ? x : y; }
  Index cells() const { return rows().steps() * columns().steps(); }

  bool one;
  StoredBatch<Real> x, y;
};

// One way to divide the work into units that can be done one by one, and what the file of it looks like.
template <class Real>
class Work {
 public:
  virtual ~Work() = default;
  virtual NpyArray array() const = 0;
  virtual Index units() const = 0;
  virtual Index pairs(Index unit) const = 0;
  virtual void run(Index unit, SharedFile& file) = 0;
};

template <class Real>
class MatrixWork final : public Work<Real> {
 public:
  MatrixWork(const Loss<Real>& loss, const Collections<Real>& series)
      : loss_(loss),
        series_(series),
        columns_(series.columns().count()),
        tiles_(series.one ? PairTiles(columns_, series.cells())
                          : PairTiles(series.rows().count(), columns_, series.cells())) {}

  NpyArray array() const override { return {npy_type<Real>(), sizeof(Real), {series_.rows().count(), columns_}}; }
  Index units() const override { return tiles_.count(); }
  Index pairs(Index unit) const override { return pairs_of(tiles_[unit], series_.one); }

  void run(Index unit, SharedFile& file) override {
    const PairTile tile = tiles_[unit];
    Matrix<double> value(tile.columns, tile.rows);
    compute_tile<Real>(loss_, series_.rows(), series_.columns(), tile, series_.one, value);
    if (!(value.array().abs() <= static_cast<double>(std::numeric_limits<Real>::max())).all())
      throw Error("a distance is beyond the numbers of the file; --precision double has larger ones");
    for (Index i = 0; i < tile.rows; ++i) write_row(file, tile.row + i, tile.column, value.col(i));
    if (!series_.one || tile.row == tile.column) return;
    for (Index j = 0; j < tile.columns; ++j) write_row(file, tile.column + j, tile.row, value.row(j).transpose());
  }

 private:
  void write_row(SharedFile& file, Index row, Index column,
                 const Eigen::Ref<const Vector<double>, 0, Eigen::InnerStride<>>& values) const {
    std::vector<Real> numbers(static_cast<std::size_t>(values.size()));
    for (std::size_t k = 0; k < numbers.size(); ++k) numbers[k] = static_cast<Real>(values[static_cast<Index>(k)]);
    file.write(static_cast<std::size_t>(row * columns_ + column) * sizeof(Real), bytes_of(numbers));
  }

  const Loss<Real>& loss_;
  const Collections<Real>& series_;
  Index columns_;
  PairTiles tiles_;
};

template <class Real>
class NearestWork final : public Work<Real> {
 public:
  NearestWork(const Loss<Real>& loss, const Collections<Real>& series, Index k, SearchCounts& counts)
      : loss_(loss), series_(series), k_(k), counts_(counts) {
    const Index candidates = series.columns().count() - (series.one ? 1 : 0);
    if (k > candidates)
      throw Error("--nearest: expected at most the " + std::to_string(candidates) + " series to compare with, found " +
                  std::to_string(k));
  }

  NpyArray array() const override {
    return {"[('index', '<i8'), ('distance', '<f8')]", sizeof(NearestItem), {series_.rows().count(), k_}};
  }
  Index units() const override { return (series_.rows().count() + kQueriesTogether - 1) / kQueriesTogether; }
  Index pairs(Index unit) const override { return queries(unit) * (series_.columns().count() - (series_.one ? 1 : 0)); }

  void run(Index unit, SharedFile& file) override {
    const Index first = unit * kQueriesTogether;
    const Nearest found = nearest<Real>(loss_, slice(series_.rows(), first, queries(unit)), series_.columns(),
                                        {.k = k_, .leave_out = series_.one, .first = first});
    std::vector<NearestItem> items;
    for (Index q = 0; q < found.series.cols(); ++q)
      for (Index k = 0; k < k_; ++k) items.push_back({found.series(k, q), found.value(k, q)});
    file.write(static_cast<std::size_t>(first * k_) * sizeof(NearestItem), bytes_of(items));
    const std::lock_guard lock(mutex_);
    counts_ += found.counts;
  }

 private:
  Index queries(Index unit) const {
    return std::min(kQueriesTogether, series_.rows().count() - unit * kQueriesTogether);
  }

  const Loss<Real>& loss_;
  const Collections<Real>& series_;
  Index k_;
  SearchCounts& counts_;
  std::mutex mutex_;
};

// Compares the first series of y of another length than the first of x: a loss that needs equal ones refuses that before
// the work, not in the middle of it.
template <class Real>
void check_lengths(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y) {
  for (Index j = 0; j < y.count(); ++j) {
    if (y.length(j) == x.length(0)) continue;
    Vector<double> value(1);
    return loss.pairs(slice(x, 0, 1), slice(y, j, 1), value);
  }
}

std::string identity(const SeriesSet& x, const SeriesSet* y, const DistancesOptions& options, const char* precision) {
  std::string text = to_text(options.metric) + ", " + precision + ", " + simd_name() + ", series " + fingerprint(x);
  if (y != nullptr) text += " and " + fingerprint(*y);
  if (options.nearest) text += ", the " + std::to_string(*options.nearest) + " nearest";
  return text;
}

}  // namespace

template <class Real>
void compute_distances(const SeriesSet& x, const SeriesSet* y, const DistancesOptions& options,
                       DistancesResult& result) {
  const auto loss = make_loss<Real>(options.metric);
  const Collections<Real> series(x, y);
  check_computable<Real>(*make_loss<double>(options.metric), series.rows());
  check_lengths<Real>(*loss, series.rows(), series.columns());
  check_lengths<Real>(*loss, series.columns(), series.rows());
  std::unique_ptr<Work<Real>> work;
  if (options.nearest)
    work = std::make_unique<NearestWork<Real>>(*loss, series, *options.nearest, result.counts);
  else
    work = std::make_unique<MatrixWork<Real>>(*loss, series);
  const NpyArray array = work->array();
  result.rows = array.shape[0];
  result.columns = array.shape[1];
  const char* precision = sizeof(Real) == 4 ? "float" : "double";
  const std::string header = npy_header(array);
  SharedFile file(options.output, {header, array.bytes(), identity(x, y, options, precision), work->units()},
                  options.share);

  std::vector<Index> units;
  for (Index unit = options.share.number - 1; unit < work->units(); unit += options.share.of) {
    result.pairs += work->pairs(unit);
    if (file.done(unit))
      result.done += work->pairs(unit);
    else
      units.push_back(unit);
  }
  std::mutex mutex;
  if (options.on_tile) options.on_tile(result.done, result.pairs);
  parallel_for(static_cast<Index>(units.size()), [&](Index k) {
    const Index unit = units[static_cast<std::size_t>(k)];
    work->run(unit, file);
    file.finish(unit);
    const std::lock_guard lock(mutex);
    result.done += work->pairs(unit);
    result.here += work->pairs(unit);
    if (options.on_tile) options.on_tile(work->pairs(unit), result.pairs);
  });
  check_interrupt();
  SharedFile::Convert convert;
  if (options.as_text)
    convert = [&](const std::string& from, const std::string& to) {
      options.nearest ? write_nearest_text(from, header.size(), result.rows, result.columns, to)
                      : write_matrix_text<Real>(from, header.size(), result.rows, result.columns, to);
    };
  result.whole = file.complete(convert);
}

template void compute_distances<float>(const SeriesSet&, const SeriesSet*, const DistancesOptions&, DistancesResult&);
template void compute_distances<double>(const SeriesSet&, const SeriesSet*, const DistancesOptions&, DistancesResult&);

}  // namespace softwarp
