/// Windows of long series: views, made when they are asked for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "softwarp/data/forecast_source.hpp"
#include "softwarp/data/measured_series.hpp"

namespace softwarp {

/// How a forecaster sees the columns of a file.
enum class Channels {
  each,  ///< one at a time, all by the same network: a window has one target
  all,   ///< together: a window has all of them
};

/// What a window is.
struct WindowShape {
  Index window = 0;   ///< W, steps that are seen
  Index horizon = 0;  ///< H, steps to forecast
  Index stride = 1;   ///< steps from one window to the next
  Channels channels = Channels::each;
};

/// Windows whose targets lie in a part of the time; their inputs may reach back before it. A window whose input lacks a
/// value in one of its columns, or whose target has no whole step, is left out.
///
/// Values are in units of the data where one column is forecast. Of several, each is taken less its mean, divided by its
/// deviation, so that they weigh alike.
/// Memory: that of the series, which all windows share.
class Windows final : public ForecastSource {
 public:
  /// Throws: Error if there is no window, saying whether steps or values are too few, or the stride too large.
  Windows(std::shared_ptr<const MeasuredSeries> series, const WindowShape& shape, const TimeRange& targets);

  Index count() const override { return count_; }
  ForecastSet take(std::span<const Index> examples) const override;
  std::string where(Index example) const override;
  /// Holds out the end of the time: no step is a target in both parts.
  HeldOutSources hold_out(double share, std::uint64_t seed) const override;
  SetFacts facts() const override;
  const Windows* windows() const override { return this; }

  /// Where a window lies.
  struct Place {
    Index series = 0;
    Index target = 0;  ///< its column; 0 where a window has all
    Index step = 0;    ///< of its first target, counted by the common clock
  };
  Place place(Index example) const;

  /// Neighbours, each one step after the one before, that see one column and lack no value.
  struct Stretch {
    Vector<double> values;  ///< from the first input of the first window on
    Index count = 0;
  };
  /// All windows: those that lie in stretches, and the numbers of the others.
  struct Overlap {
    std::vector<Stretch> stretches;
    std::vector<Index> others;
  };
  Overlap overlap() const;

  /// The place of the windows' value in the data's units: x = unit·value + centre, in each column of the targets.
  double unit(Index column) const { return several_ ? series_->deviation[column] : 1; }
  double centre(Index column) const { return several_ ? series_->mean[column] : 0; }

  std::shared_ptr<const MeasuredSeries> series() const { return series_; }
  const WindowShape& window_shape() const { return window_; }
  const TimeRange& targets() const { return targets_; }
  /// From the first target of any window to the last.
  TimeRange covered() const;

 private:
  // Windows one stride apart, of one series and column.
  struct Run {
    Index series, target, first;  // the first window's first target, in rows of the series
    Index count, before;          // how many, and how many there are in the runs before
  };

  const Run& run_of(Index example) const;
  void add_runs(Index series, Index target, const std::vector<Index>& columns);
  std::vector<Index> columns_of(Index target) const;  // of an input, targets first
  Index first_row(const LongSeries& series) const;    // of the targets of the first window, were there no gaps
  [[noreturn]] void fail() const;

  std::shared_ptr<const MeasuredSeries> series_;
  WindowShape window_;
  TimeRange targets_;
  bool several_;
  std::vector<Run> runs_;
  Index count_ = 0;
};

}  // namespace softwarp
