/// A series in place, in whatever type its owner stores it: the argument of functions of two series.
#pragma once

#include <concepts>
#include <ranges>
#include <string>

#include "softwarp/core/batch.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/types.hpp"

namespace softwarp {
namespace detail {

template <class Range, class Real>
concept Numbers = std::ranges::contiguous_range<Range> && std::same_as<std::ranges::range_value_t<Range>, Real> &&
    !std::derived_from<std::remove_cvref_t<Range>, Eigen::EigenBase<std::remove_cvref_t<Range>>>;

template <class Derived>
Index dims_of(const Eigen::MatrixBase<Derived>& values) {
  if (Derived::IsVectorAtCompileTime) return 1;
  if (values.cols() == 1 && values.rows() > 1) {
    throw Error("series: expected a vector or a matrix with a column for each step, found a matrix [" +
                std::to_string(values.rows()) + "x1], which may be one step or " + std::to_string(values.rows()) +
                "; say which by (data, dims, steps)");
  }
  return values.rows();
}

// Whether the memory holds step after step and nothing in between.
template <class Derived>
bool is_packed(const Derived& values) {
  if (values.innerStride() != 1) return false;
  if (Derived::IsVectorAtCompileTime || values.size() <= 1) return true;
  return !Derived::IsRowMajor && (values.cols() <= 1 || values.outerStride() == values.rows());
}

template <class Derived>
constexpr bool kHasMemory = (Derived::Flags & Eigen::DirectAccessBit) != 0;

}  // namespace detail

/// A series to be read, made from
///   a span, std::vector or array; an Eigen vector, row or column    one dimension
///   an Eigen matrix [D×n]                                           one column per step
///   (data, dims, steps)                                             step by step, the D values of a step adjacent
/// It is a view, and copies only what is not stored step after step: a row of a matrix, an expression.
/// Throws: Error for a matrix with a single column and several rows, which may be one step or as many as it has rows.
template <class Real>
class SeriesView {
 public:
  SeriesView(const Real* data, Index dims, Index steps) : data_(data), dims_(dims), steps_(steps) {}

  template <detail::Numbers<Real> Range>
  SeriesView(const Range& values)
      : data_(std::ranges::data(values)), steps_(static_cast<Index>(std::ranges::size(values))) {}

  template <class Derived>
  requires std::same_as<typename Derived::Scalar, Real> SeriesView(const Eigen::MatrixBase<Derived>& values)
      : dims_(detail::dims_of(values)), steps_(dims_ == 0 ? 0 : values.size() / dims_) {
    if constexpr (detail::kHasMemory<Derived>) {
      if (detail::is_packed(values.derived())) {
        data_ = values.derived().data();
        return;
      }
    }
    copy_ = values;
  }

  const Real* data() const { return data_ != nullptr ? data_ : copy_.data(); }
  Index dims() const { return dims_; }
  Index steps() const { return steps_; }

 private:
  const Real* data_ = nullptr;
  Matrix<Real> copy_;
  Index dims_ = 1;
  Index steps_;
};

/// A series to be written, made from the same types if they are stored step after step.
/// Throws: Error for a matrix with a single column and several rows, or if anything is stored between the steps.
template <class Real>
class SeriesRef {
 public:
  SeriesRef(Real* data, Index dims, Index steps) : data_(data), dims_(dims), steps_(steps) {}

  template <detail::Numbers<Real> Range>
  // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): a SeriesRef is no range, so that copies are not caught
  requires(!std::is_const_v<std::remove_reference_t<std::ranges::range_reference_t<Range>>>) SeriesRef(Range&& values)
      : data_(std::ranges::data(values)), steps_(static_cast<Index>(std::ranges::size(values))) {}

  template <class Derived>
  requires std::same_as<typename Derived::Scalar, Real> SeriesRef(Eigen::MatrixBase<Derived>& values)
      : SeriesRef(values.derived(), detail::dims_of(values)) {}
  template <class Derived>
  requires std::same_as<typename Derived::Scalar, Real> SeriesRef(Eigen::MatrixBase<Derived>&& values)
      : SeriesRef(values.derived(), detail::dims_of(values)) {}

  Real* data() const { return data_; }
  Index dims() const { return dims_; }
  Index steps() const { return steps_; }

 private:
  template <class Derived>
  SeriesRef(Derived& values, Index dims)
      : data_(values.data()), dims_(dims), steps_(dims == 0 ? 0 : values.size() / dims) {
    if (!detail::is_packed(values)) throw Error("series: expected memory that holds step after step, found gaps");
  }

  Real* data_;
  Index dims_ = 1;
  Index steps_;
};

/// Two series as a pair to be aligned.
/// Throws: Error if their dimensions differ or one has no step.
template <class Real>
Pair<Real> pair_of(const SeriesView<Real>& x, const SeriesView<Real>& y) {
  if (x.steps() < 1 || y.steps() < 1) throw Error("alignment: expected series of at least one step, found none");
  if (x.dims() < 1 || x.dims() != y.dims()) {
    throw Error("alignment: expected the same dimensions in x and y, found " + std::to_string(x.dims()) + " and " +
                std::to_string(y.dims()));
  }
  return {.x = x.data(), .n = x.steps(), .y = y.data(), .m = y.steps()};
}

}  // namespace softwarp
