/// Examples as a training takes them.
#pragma once

#include <algorithm>
#include <span>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// Inputs and targets, one series per column. A network may learn to correct forecasts: it adds its output to them.
/// Shapes: input [I×N], target [O×N], base [O×N] or empty; NaN in a target is a missing step.
template <class Real>
struct Examples {
  Matrix<Real> input;
  Matrix<Real> target;
  Matrix<Real> base = {};  ///< the forecasts to correct; empty: all zero
  Index dims = 1;          ///< D of the targets' steps

  Index count() const { return input.cols(); }
};

/// Examples by number, from memory or made when they are asked for. Serves any number of threads.
template <class Real>
class ExampleSource {
 public:
  virtual ~ExampleSource() = default;

  virtual Index count() const = 0;

  /// These examples, one per column of `batch`, whose memory is used again.
  virtual void take(std::span<const Index> examples, Examples<Real>& batch) const = 0;

  /// All examples are gone through in blocks of this many, the last one smaller.
  virtual Index block_size() const { return count(); }

  /// Those of a block: in `scratch`, or where they lie anyway.
  virtual const Examples<Real>& block(Index first, Index size, Examples<Real>& scratch) const = 0;
};

/// Calls visit(first, examples, share) for each block in turn; the shares add up to 1.
template <class Real, class Visit>
void each_block(const ExampleSource<Real>& source, Visit visit) {
  Examples<Real> scratch{.input = {}, .target = {}};
  const Index count = source.count(), size = source.block_size();
  for (Index first = 0; first < count; first += size) {
    const Examples<Real>& block = source.block(first, std::min(size, count - first), scratch);
    visit(first, block, static_cast<double>(block.count()) / static_cast<double>(count));
  }
}

/// Copies these examples.
template <class Real>
void gather(const Examples<Real>& all, std::span<const Index> examples, Examples<Real>& batch) {
  const auto size = static_cast<Index>(examples.size());
  const bool has_base = all.base.size() > 0;
  batch.dims = all.dims;
  batch.input.resize(all.input.rows(), size);
  batch.target.resize(all.target.rows(), size);
  if (has_base) batch.base.resize(all.base.rows(), size);
  for (Index b = 0; b < size; ++b) {
    const Index i = examples[static_cast<std::size_t>(b)];
    batch.input.col(b) = all.input.col(i);
    batch.target.col(b) = all.target.col(i);
    if (has_base) batch.base.col(b) = all.base.col(i);
  }
}

/// Examples in memory; they must outlive it.
template <class Real>
class StoredExamples final : public ExampleSource<Real> {
 public:
  explicit StoredExamples(const Examples<Real>& examples) : examples_(examples) {}

  Index count() const override { return examples_.count(); }
  void take(std::span<const Index> examples, Examples<Real>& batch) const override {
    gather(examples_, examples, batch);
  }
  const Examples<Real>& block(Index, Index, Examples<Real>&) const override { return examples_; }

 private:
  const Examples<Real>& examples_;
};

}  // namespace softwarp
