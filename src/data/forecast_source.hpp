/// Where examples come from: series cut in two, or windows of long series.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "softwarp/data/forecast_set.hpp"

namespace softwarp {

/// What reports say about a set.
struct SetFacts {
  Index count = 0;  ///< of examples
  Index shortest = 0;
  Index longest = 0;
  Index missing_values = 0;
  std::string fingerprint;    ///< equal for equal values
  Index series_left_out = 0;  ///< of long series: those that are too short, or have too few values, for a window
};

class ForecastSource;
class Windows;

/// Two parts of a source: one to learn from, and one that is kept out of the training, to judge it without a look at the
/// test set.
struct HeldOutSources {
  std::unique_ptr<const ForecastSource> learn;
  std::unique_ptr<const ForecastSource> validate;
};

/// Inputs and targets of a forecaster, made when they are asked for. Immutable: serves any number of threads.
class ForecastSource {
 public:
  virtual ~ForecastSource() = default;

  const std::string& name() const { return name_; }
  const ForecastShape& shape() const { return shape_; }
  Index dims() const { return dims_; }              ///< D of a target's steps, the first of an input's step
  Index covariates() const { return covariates_; }  ///< C further values of each input step

  virtual Index count() const = 0;

  /// The examples of these numbers, one per column.
  /// Throws: Error naming the series where there is nothing to see or to forecast.
  virtual ForecastSet take(std::span<const Index> examples) const = 0;

  /// Where an example comes from, for messages.
  virtual std::string where(Index example) const = 0;

  /// Keeps out a share of what there is: of series those that the seed draws, of time the end.
  /// Units: 0 < share < 1.   Throws: Error where there is too little for both parts.
  virtual HeldOutSources hold_out(double share, std::uint64_t seed) const = 0;

  virtual SetFacts facts() const = 0;

  /// Which columns of the file were taken as what, for the output; empty where there is no more to say than facts() does.
  virtual std::string reading() const { return {}; }

  /// This, if it gives windows of long series: there may be millions of them, and most overlap.
  virtual const Windows* windows() const { return nullptr; }

  /// What is too dear to compute for millions of windows is computed for every k-th: k, where one of them costs this many
  /// operations and all together may cost kMostWork. 1 where the examples are series.
  Index every(double operations) const;
  static constexpr double kMostWork = 1e8;

  /// Examples are gone through in blocks of this many: series all at once, windows a few at a time.
  Index block_size() const { return windows() != nullptr ? std::min<Index>(count(), 256) : count(); }

 protected:
  ForecastSource(std::string name, const ForecastShape& shape, Index dims, Index covariates)
      : name_(std::move(name)), shape_(shape), dims_(dims), covariates_(covariates) {}

 private:
  std::string name_;
  ForecastShape shape_;
  Index dims_, covariates_;
};

/// Calls visit(first, set) for each block of a source in turn.
template <class Visit>
void each_block(const ForecastSource& source, Visit visit) {
  for (Index first = 0; first < source.count(); first += source.block_size()) {
    std::vector<Index> examples(static_cast<std::size_t>(std::min(source.block_size(), source.count() - first)));
    std::iota(examples.begin(), examples.end(), first);
    visit(first, source.take(examples));
  }
}

/// `number` of `count` numbers from 0 on, evenly spaced; all of them where there are no more.
std::vector<Index> evenly_spaced(Index count, Index number);

/// All examples of a source or, of windows, as many as fit in kMostKept numbers, evenly spaced.
std::vector<Index> sample_of(const ForecastSource& source);
constexpr Index kMostKept = 4'000'000;

}  // namespace softwarp
