/// The caller's series, as the libraries take them.
#pragma once

#include <concepts>
#include <span>

#include "softwarp/c/softwarp.h"
#include "softwarp/core/batch.hpp"
#include "softwarp/data/series_set.hpp"

namespace softwarp::c {

static_assert(std::same_as<Index, std::int64_t>);  // lengths and classes are used where they lie

/// Throws: Error if a number is out of range, or a pointer is null.   name: "x", for messages.
void check(const softwarp_batch* batch, const char* name);

/// Throws: Error if no memory can hold as many numbers.
void check_size(std::int64_t count, std::int64_t steps, std::int64_t dims, const char* name);

/// Throws: Error if they differ.
void check_same_type(softwarp_type expected, const softwarp_batch& batch, const char* name);

/// The caller's memory as a matrix.   Shapes: → [steps·dims × count].
template <class Real>
Eigen::Map<const Matrix<Real>> values_of(const softwarp_batch& batch) {
  return {static_cast<const Real*>(batch.values), batch.steps * batch.dims, batch.count};
}

/// A view of the caller's series.
template <class Real>
Batch<Real> view_of(const softwarp_batch& batch) {
  const auto lengths = batch.lengths == nullptr ? std::span<const Index>()
                                                : std::span(batch.lengths, static_cast<std::size_t>(batch.count));
  return {values_of<Real>(batch), batch.dims, lengths};
}

/// A copy in double; NaN is a missing value.   Throws: Error naming the series as `name`, with its number, if it has
/// no value at all.
SeriesSet series_of(const softwarp_batch& batch, const char* name);

}  // namespace softwarp::c
