#include "softwarp/c/bridge/batches.hpp"

#include "softwarp/c/bridge/status.hpp"

namespace softwarp::c {

void check(const softwarp_batch* batch, const char* name) {
  require(batch, name);
  const auto check_positive = [&](std::int64_t number, const char* what) {
    if (number < 1)
      throw Error(std::string(name) + ": expected at least one " + what + ", found " + std::to_string(number));
  };
  check_positive(batch->count, "series");
  check_positive(batch->steps, "step");
  check_positive(batch->dims, "dimension");
  check_size(batch->count, batch->steps, batch->dims, name);
  require(batch->values, name);
  with_real(batch->type, []<class Real>() {});
  if (batch->lengths == nullptr) return;
  for (Index b = 0; b < batch->count; ++b) {
    if (batch->lengths[b] >= 1 && batch->lengths[b] <= batch->steps) continue;
    throw Error(std::string(name) + ": series " + std::to_string(b + 1) + ": expected a length from 1 to " +
                std::to_string(batch->steps) + ", found " + std::to_string(batch->lengths[b]));
  }
}

void check_size(std::int64_t count, std::int64_t steps, std::int64_t dims, const char* name) {
  constexpr double kMost = 1e14;  // bytes; of 64 bits, processors use 47 to address memory
  const double numbers = static_cast<double>(count) * static_cast<double>(steps) * static_cast<double>(dims);
  if (numbers * sizeof(double) > kMost)
    throw Error(std::string(name) + ": expected sizes whose product fits into memory, found " + std::to_string(count) +
                ", " + std::to_string(steps) + " and " + std::to_string(dims));
}

void check_same_type(softwarp_type expected, const softwarp_batch& batch, const char* name) {
  if (batch.type != expected) throw Error(std::string(name) + ": expected the type of the loss or of x, found another");
}

SeriesSet series_of(const softwarp_batch& batch, const char* name) {
  SeriesSet set{.name = name, .dims = batch.dims, .series = {}};
  with_real(batch.type, [&]<class Real>() {
    const Batch<Real> view = view_of<Real>(batch);
    for (Index b = 0; b < batch.count; ++b) {
      const Eigen::Map<const Matrix<Real>> series(view.values.col(b).data(), batch.dims, view.length(b));
      if (series.array().isInf().any())
        throw NonFiniteError(std::string(name) + ": series " + std::to_string(b + 1) +
                             ": expected finite numbers or NaN, found infinity");
      append(set, {.values = series.template cast<double>(), .label = {}, .where = {}});
    }
  });
  return set;
}

}  // namespace softwarp::c
