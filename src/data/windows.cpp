#include "softwarp/data/windows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/fnv1a.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/data/fingerprint.hpp"
#include "softwarp/data/gaps.hpp"
#include "softwarp/data/long_columns.hpp"

namespace softwarp {
namespace {

// How many of the first t steps have a value in all of these columns.   Shapes: → [T+1].
std::vector<Index> whole_steps(const Matrix<double>& values, const std::vector<Index>& columns) {
  std::vector<Index> before(static_cast<std::size_t>(values.cols()) + 1, 0);
  for (Index t = 0; t < values.cols(); ++t) {
    const bool whole = std::ranges::none_of(columns, [&](Index c) { return std::isnan(values(c, t)); });
    before[static_cast<std::size_t>(t) + 1] = before[static_cast<std::size_t>(t)] + (whole ? 1 : 0);
  }
  return before;
}

Index between(const std::vector<Index>& before, Index begin, Index end) {
  return before[static_cast<std::size_t>(end)] - before[static_cast<std::size_t>(begin)];
}

ForecastShape forecast_shape(const WindowShape& window) { return {.input = window.window, .target = window.horizon}; }

Index dims_of(const LongSeriesSet& set, Channels channels) { return channels == Channels::all ? set.targets : 1; }

Index covariates_of(const LongSeriesSet& set) { return static_cast<Index>(set.columns.size()) - set.targets; }

}  // namespace

Windows::Windows(std::shared_ptr<const MeasuredSeries> series, const WindowShape& shape, const TimeRange& targets)
    : ForecastSource(series->set.name, forecast_shape(shape), dims_of(series->set, shape.channels),
                     covariates_of(series->set)),
      series_(std::move(series)),
      window_(shape),
      targets_(targets),
      several_(series_->set.targets > 1) {
  const LongSeriesSet& set = series_->set;
  const Index per_series = window_.channels == Channels::each ? set.targets : 1;
  for (Index s = 0; s < set.count(); ++s) {
    for (Index target = 0; target < per_series; ++target) add_runs(s, target, columns_of(target));
  }
  if (count_ == 0) fail();
}

std::vector<Index> Windows::columns_of(Index target) const {
  std::vector<Index> columns;
  for (Index d = 0; d < dims(); ++d) columns.push_back(target + d);
  for (Index c = 0; c < covariates(); ++c) columns.push_back(series_->set.targets + c);
  return columns;
}

void Windows::add_runs(Index s, Index target, const std::vector<Index>& columns) {
  const LongSeries& series = series_->set.series[static_cast<std::size_t>(s)];
  const std::vector<Index> targets(columns.begin(), columns.begin() + dims());
  const std::vector<Index> whole = whole_steps(series.values, targets);
  std::vector<std::vector<Index>> present;
  for (const Index column : columns) present.push_back(whole_steps(series.values, {column}));
  const auto is_window = [&](Index row) {
    if (between(whole, row, row + window_.horizon) == 0) return false;
    return std::ranges::all_of(present, [&](const auto& of) { return between(of, row - window_.window, row) > 0; });
  };

  const Index last = rows_in(series, targets_).end - window_.horizon;
  bool in_run = false;
  for (Index row = first_row(series); row <= last; row += window_.stride) {
    const bool found = is_window(row);
    if (found && !in_run) runs_.push_back({.series = s, .target = target, .first = row, .count = 0, .before = count_});
    in_run = found;
    if (!found) continue;
    ++runs_.back().count;
    ++count_;
  }
}

// The stride counts from the beginning of the part, whatever the series, so that all have windows at the same times.
Index Windows::first_row(const LongSeries& series) const {
  const Index row = targets_.begin - series.first, missing = std::max<Index>(window_.window - row, 0);
  return row + (missing + window_.stride - 1) / window_.stride * window_.stride;
}

void Windows::fail() const {
  const LongSeriesSet& set = series_->set;
  const auto text = [](Index number) { return std::to_string(number); };
  const std::string part = "from " + set.clock.text(targets_.begin) + " to " + set.clock.text(targets_.end - 1);
  const Index length = window_.window + window_.horizon;
  Index in_part = 0, until_end = 0, places = 0;  // the most of any series; of those that have enough of the one before
  bool reached = false;                          // does a window lie there, were there no gaps?
  for (const LongSeries& series : set.series) {
    const TimeRange rows = rows_in(series, targets_);
    in_part = std::max(in_part, rows.count());
    if (rows.count() < window_.horizon) continue;
    until_end = std::max(until_end, rows.end);
    const Index first = std::max(window_.window, targets_.begin - series.first);
    places = std::max(places, rows.end - window_.horizon - first + 1);
    reached |= first_row(series) + window_.horizon <= rows.end;
  }
  if (in_part < window_.horizon)
    throw Error(set.name + ": expected at least " + text(window_.horizon) + " steps to forecast in the part " + part +
                ", found " + text(in_part));
  if (places < 1)
    throw Error(set.name + ": expected at least " + text(window_.window) + " + " + text(window_.horizon) + " = " +
                text(length) + " steps, to see and to forecast, before the end of the part " + part + ", found " +
                text(until_end));
  if (!reached)
    throw Error(set.name + ": expected a window at one of the " + text(places) + " places for its " + text(length) +
                " steps whose targets lie in the part " + part + ", found none, as windows lie " +
                text(window_.stride) + " steps apart, counted from where the part begins");
  std::vector<std::string> empty;  // columns without a value in the reach of these windows
  for (Index c = 0; c < static_cast<Index>(set.columns.size()); ++c) {
    const Index reach = c < set.targets ? 0 : window_.window;
    const auto has_value = [&](const LongSeries& series) {
      const TimeRange rows = rows_in(series, {targets_.begin - reach, targets_.end});
      return !series.values.row(c).segment(rows.begin, rows.count()).array().isNaN().all();
    };
    if (std::ranges::none_of(set.series, has_value)) empty.push_back(set.columns[static_cast<std::size_t>(c)]);
  }
  throw Error(set.name + ": expected a window of " + text(length) + " steps whose targets lie in the part " + part +
              ", with values to see in each column and a whole step to forecast, found " +
              (empty.empty() ? "nothing but gaps" : "no value of " + listed(empty)));
}

const Windows::Run& Windows::run_of(Index example) const {
  return *std::prev(std::ranges::upper_bound(runs_, example, {}, &Run::before));
}

Windows::Place Windows::place(Index example) const {
  const Run& run = run_of(example);
  const Index row = run.first + (example - run.before) * window_.stride;
  return {.series = run.series,
          .target = run.target,
          .step = series_->set.series[static_cast<std::size_t>(run.series)].first + row};
}

TimeRange Windows::covered() const {
  TimeRange steps{.begin = std::numeric_limits<Index>::max(), .end = 0};
  for (const Run& run : runs_) {
    const Index first = series_->set.series[static_cast<std::size_t>(run.series)].first + run.first;
    steps.begin = std::min(steps.begin, first);
    steps.end = std::max(steps.end, first + (run.count - 1) * window_.stride + window_.horizon);
  }
  return steps;
}

Windows::Overlap Windows::overlap() const {
  Overlap found;
  const bool possible = window_.stride == 1 && dims() == 1 && covariates() == 0;
  for (const Run& run : runs_) {
    const Matrix<double>& values = series_->set.series[static_cast<std::size_t>(run.series)].values;
    const std::vector<Index> whole = whole_steps(values, {run.target});
    const Index length = window_.window + window_.horizon;
    const auto is_whole = [&](Index k) {
      const Index begin = run.first + k - window_.window;
      return between(whole, begin, begin + length) == length;
    };
    for (Index k = 0; k < run.count;) {
      Index end = k;
      while (possible && end < run.count && is_whole(end)) ++end;
      if (end == k) {
        found.others.push_back(run.before + k++);
        continue;
      }
      const auto stretch = values.row(run.target).segment(run.first + k - window_.window, end - k - 1 + length);
      found.stretches.push_back(
          {.values = (stretch.transpose().array() - centre(run.target)) / unit(run.target), .count = end - k});
      k = end;
    }
  }
  return found;
}

ForecastSet Windows::take(std::span<const Index> examples) const {
  ForecastSet result{.input = {}, .target = {}, .dims = dims(), .covariates = covariates()};
  const auto count = static_cast<Index>(examples.size());
  result.input.resize(window_.window * result.input_dims(), count);
  result.target.resize(window_.horizon * result.dims, count);
  for (Index i = 0; i < count; ++i) {
    check_interrupt();
    const Place at = place(examples[static_cast<std::size_t>(i)]);
    const LongSeries& series = series_->set.series[static_cast<std::size_t>(at.series)];
    const Index row = at.step - series.first;
    Eigen::Map<Matrix<double>> input(result.input.col(i).data(), result.input_dims(), window_.window);
    Eigen::Map<Matrix<double>> target(result.target.col(i).data(), result.dims, window_.horizon);
    Index d = 0;
    for (const Index column : columns_of(at.target)) {
      const double mean = centre(column), deviation = unit(column);
      const auto measured = [&](auto values) { return (values.array() - mean) / deviation; };
      input.row(d) = measured(series.values.row(column).segment(row - window_.window, window_.window));
      if (d < result.dims) target.row(d) = measured(series.values.row(column).segment(row, window_.horizon));
      ++d;
    }
    note_gaps(result.input.col(i), i, result);
    for (Index row_of_input = 0; row_of_input < input.rows(); ++row_of_input) fill_gaps(input.row(row_of_input));
  }
  return result;
}

std::string Windows::where(Index example) const {
  const Place at = place(example);
  const LongSeriesSet& set = series_->set;
  const std::string& id = set.series[static_cast<std::size_t>(at.series)].id;
  std::string text = set.name;
  if (!id.empty()) text += ": " + one_line(id);
  if (several_ && window_.channels == Channels::each)
    text += ": " + one_line(set.columns[static_cast<std::size_t>(at.target)]);
  return text + ": from " + set.clock.text(at.step);
}

HeldOutSources Windows::hold_out(double share, std::uint64_t) const {
  const Index held = std::clamp<Index>(std::llround(share * static_cast<double>(targets_.count())), 1,
                                       std::max<Index>(1, targets_.count() - 1));
  const Index border = targets_.end - held;
  return {.learn = std::make_unique<Windows>(series_, window_, TimeRange{targets_.begin, border}),
          .validate = std::make_unique<Windows>(series_, window_, TimeRange{border, targets_.end})};
}

SetFacts Windows::facts() const {
  const Index length = window_.window + window_.horizon;
  SetFacts facts{.count = count_, .shortest = length, .longest = length, .missing_values = 0, .fingerprint = {}};
  std::set<Index> with_windows;
  for (const Run& run : runs_) with_windows.insert(run.series);
  facts.series_left_out = series_->set.count() - static_cast<Index>(with_windows.size());
  Fnv1a mark;
  for (const Index number :
       {window_.window, window_.horizon, window_.stride, dims(), covariates(), targets_.begin, targets_.end})
    mark.add(static_cast<std::uint64_t>(number));
  for (const LongSeries& series : series_->set.series) {
    const TimeRange rows = rows_in(series, {targets_.begin - window_.window, targets_.end});
    const auto values = series.values.middleCols(rows.begin, rows.count());
    facts.missing_values += values.array().isNaN().count();
    mark.add(static_cast<std::uint64_t>(series.first));
    for (const double value : values.reshaped()) mark.add(bits_of(value));
  }
  facts.fingerprint = mark.text();
  return facts;
}

}  // namespace softwarp
