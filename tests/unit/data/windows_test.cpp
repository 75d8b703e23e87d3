#include "softwarp/data/windows.hpp"

#include <cmath>
#include <limits>
#include <set>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/long_series.hpp"
#include "support/message.hpp"
#include "support/series_sets.hpp"

using namespace softwarp;
using Catch::Matchers::ContainsSubstring;
using test::check_column;
using test::long_set;
using test::measured_until;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// 0, 1, 2, … in the first column, 100, 101, … in the second, ….
Matrix<double> counting(Index columns, Index steps) {
  Matrix<double> values(columns, steps);
  for (Index c = 0; c < columns; ++c)
    for (Index t = 0; t < steps; ++t) values(c, t) = static_cast<double>(100 * c + t);
  return values;
}

ForecastSet all_of(const Windows& windows) { return windows.take(evenly_spaced(windows.count(), windows.count())); }

}  // namespace

TEST_CASE("the targets of all windows lie in the part, and inputs reach back before it") {
  const Windows windows(measured_until(long_set({counting(1, 20)}), 10), {.window = 3, .horizon = 2}, {10, 16});
  REQUIRE(windows.count() == 5);
  const ForecastSet set = all_of(windows);
  for (Index i = 0; i < 5; ++i) {
    const auto first = static_cast<double>(10 + i);
    check_column(set.input, i, {first - 3, first - 2, first - 1});
    check_column(set.target, i, {first, first + 1});
    CHECK(windows.place(i).step == 10 + i);
  }
  CHECK_THAT(windows.where(2), ContainsSubstring("Own: from 13"));
}

TEST_CASE("a part that begins with the series has windows from the first whole input on; the stride counts from it") {
  const auto series = measured_until(long_set({counting(1, 20)}), 20);
  const Windows windows(series, {.window = 5, .horizon = 2, .stride = 4}, {0, 20});
  std::vector<Index> steps;
  for (Index i = 0; i < windows.count(); ++i) steps.push_back(windows.place(i).step);
  CHECK(steps == std::vector<Index>{8, 12, 16});
}

TEST_CASE("where there is no window, it is said whether steps, places or values are missing") {
  const auto message = [](const LongSeriesSet& set, const WindowShape& shape, const TimeRange& part) {
    return message_of<Error>([&] { Windows(measured_until(set, 20), shape, part); });
  };
  const LongSeriesSet set = long_set({counting(2, 20)});
  CHECK(message(set, {.window = 2, .horizon = 6}, {15, 20}) ==
        "Own: expected at least 6 steps to forecast in the part from 16 to 20, found 5");
  CHECK(message(set, {.window = 19, .horizon = 2}, {0, 20}) ==
        "Own: expected at least 19 + 2 = 21 steps, to see and to forecast, before the end of the part from 1 to 20, "
        "found 20");
  CHECK(message(set, {.window = 5, .horizon = 2, .stride = 100}, {0, 20}) ==
        "Own: expected a window at one of the 14 places for its 7 steps whose targets lie in the part from 1 to 20, "
        "found none, as windows lie 100 steps apart, counted from where the part begins");
  LongSeriesSet with_gaps = set;
  with_gaps.series[0].values.rightCols(6).setConstant(kNaN);
  with_gaps.series[0].values(0, 18) = 1;
  CHECK(message(with_gaps, {.window = 3, .horizon = 2, .channels = Channels::all}, {14, 20}) ==
        "Own: expected a window of 5 steps whose targets lie in the part from 15 to 20, with values to see in each "
        "column and a whole step to forecast, found no value of \"b\"");
  with_gaps.series[0].values(1, 17) = 1;
  CHECK(message(with_gaps, {.window = 3, .horizon = 2, .channels = Channels::all}, {14, 20})
            .ends_with("found nothing but gaps"));
  LongSeriesSet several = long_set({counting(1, 20), counting(1, 4)});  // the second ends before the part
  CHECK(message(several, {.window = 15, .horizon = 6}, {10, 20}).ends_with("found 20"));
}

TEST_CASE("series too short for a window, or without values for one, are counted") {
  LongSeriesSet set = long_set({counting(1, 20), counting(1, 4), counting(1, 20)});
  set.series[2].values.setConstant(kNaN);
  const Windows windows(measured_until(set, 20), {.window = 3, .horizon = 2}, {0, 20});
  CHECK(windows.facts().series_left_out == 2);
  CHECK(windows.facts().count == 16);
}

TEST_CASE("several columns are taken in deviations of their own; one alone in the data's units") {
  Matrix<double> values = counting(2, 12);
  values.row(1) *= 10;
  const auto series = measured_until(long_set({values}), 10);
  CHECK(series->mean[0] == Approx(4.5));
  CHECK(series->mean[1] == Approx(1045));
  CHECK(series->deviation[1] == Approx(10 * series->deviation[0]));
  const auto in_units = [&](Index column, Index t) {
    return (values(column, t) - series->mean[column]) / series->deviation[column];
  };

  const Windows each(series, {.window = 2, .horizon = 1}, {10, 12});
  REQUIRE(each.count() == 4);
  std::set<std::pair<Index, Index>> seen;
  const ForecastSet of_each = all_of(each);
  for (Index i = 0; i < 4; ++i) {
    const Windows::Place at = each.place(i);
    seen.insert({at.target, at.step});
    check_column(of_each.input, i, {in_units(at.target, at.step - 2), in_units(at.target, at.step - 1)});
    check_column(of_each.target, i, {in_units(at.target, at.step)});
    CHECK(of_each.target(0, i) * each.unit(at.target) + each.centre(at.target) == Approx(values(at.target, at.step)));
  }
  CHECK(seen.size() == 4);
  CHECK_THAT(each.where(3), ContainsSubstring("Own: b: from 12"));

  const Windows all(series, {.window = 2, .horizon = 1, .stride = 1, .channels = Channels::all}, {10, 12});
  REQUIRE(all.count() == 2);
  CHECK(all.dims() == 2);
  check_column(all_of(all).input, 0, {in_units(0, 8), in_units(1, 8), in_units(0, 9), in_units(1, 9)});
}

TEST_CASE("covariates are seen and not forecast") {
  LongSeriesSet set = long_set({counting(2, 12)});
  set.targets = 1;
  const Windows windows(measured_until(set, 10), {.window = 2, .horizon = 2}, {6, 12});
  CHECK(windows.dims() == 1);
  CHECK(windows.covariates() == 1);
  const ForecastSet first = windows.take(std::vector<Index>{0});
  CHECK(first.input_dims() == 2);
  check_column(first.input, 0, {4, 104, 5, 105});
  check_column(first.target, 0, {6, 7});
}

TEST_CASE("gaps are filled from the window's own values; what has nothing to see or to forecast is no window") {
  Matrix<double> values = counting(1, 16);
  for (const Index t : {4, 5, 10, 11}) values(0, t) = kNaN;
  const Windows windows(measured_until(long_set({values}), 16), {.window = 2, .horizon = 2}, {0, 16});
  std::vector<Index> steps;
  for (Index i = 0; i < windows.count(); ++i) steps.push_back(windows.place(i).step);
  CHECK(steps == std::vector<Index>{2, 3, 5, 7, 8, 9, 11, 13, 14});  // not 4 and 10 (no target), 6 and 12 (no input)
  const ForecastSet set = all_of(windows);
  check_column(set.target, 1, {3, kNaN});
  check_column(set.input, 2, {3, 3});  // 3, gap: the value after the gap is in the future
  check_column(set.target, 2, {kNaN, 6});
  check_column(set.input, 3, {6, 6});  // from the gap at 5 and the 6
  check_column(set.gaps.cast<double>(), 1, {0, 0});
  check_column(set.gaps.cast<double>(), 2, {0, 1});
  check_column(set.gaps.cast<double>(), 3, {1, 0});
  CHECK(windows.take(std::vector<Index>{0, 1}).gaps.size() == 0);
}

TEST_CASE("held out is the end of the time: no step is a target in both parts, and nothing later is seen") {
  const auto values = test::daily_waves(2, 300, 1);
  const Windows windows(measured_until(long_set({values}), 200), {.window = 24, .horizon = 6}, {0, 200});
  const HeldOutSources parts = windows.hold_out(0.25, 7);
  const Windows &learn = *parts.learn->windows(), &validate = *parts.validate->windows();
  CHECK(learn.targets().end == 150);
  CHECK(validate.targets().begin == 150);
  CHECK(validate.count() == 2 * (50 - 6 + 1));
  for (Index i = 0; i < learn.count(); ++i) REQUIRE(learn.place(i).step + 6 <= 150);
  for (Index i = 0; i < validate.count(); ++i) REQUIRE(validate.place(i).step >= 150);
  CHECK(windows.hold_out(0.25, 8).validate->facts().fingerprint == validate.facts().fingerprint);  // no seed
}

TEST_CASE("the future changes neither the units nor any window before it") {
  const Matrix<double> values = test::daily_waves(2, 200, 2);
  Matrix<double> poisoned = values;
  poisoned.rightCols(80).setConstant(1e100);
  const Windows clean(measured_until(long_set({values}), 120), {.window = 24, .horizon = 6}, {0, 120});
  const Windows other(measured_until(long_set({poisoned}), 120), {.window = 24, .horizon = 6}, {0, 120});
  CHECK(clean.series()->mean == other.series()->mean);
  CHECK(clean.series()->deviation == other.series()->deviation);
  REQUIRE(clean.count() == other.count());
  CHECK(all_of(clean).input == all_of(other).input);
  CHECK(all_of(clean).target == all_of(other).target);
  CHECK(clean.facts().fingerprint == other.facts().fingerprint);
  Matrix<double> changed = values;
  changed(1, 100) += 1;
  CHECK(Windows(measured_until(long_set({changed}), 120), {.window = 24, .horizon = 6}, {0, 120}).facts().fingerprint !=
        clean.facts().fingerprint);
}

TEST_CASE("series that begin at different times have their windows at the same ones") {
  LongSeriesSet set = long_set({counting(1, 20), counting(1, 14)});
  set.series[1].first = 6;
  const Windows windows(measured_until(set, 20), {.window = 3, .horizon = 2, .stride = 2}, {10, 20});
  std::vector<std::set<Index>> steps(2);
  for (Index i = 0; i < windows.count(); ++i)
    steps[static_cast<std::size_t>(windows.place(i).series)].insert(windows.place(i).step);
  CHECK(steps[0] == std::set<Index>{10, 12, 14, 16, 18});
  CHECK(steps[1] == steps[0]);
  const ForecastSet set_of_all = all_of(windows);
  for (Index i = 0; i < windows.count(); ++i) {
    const Windows::Place at = windows.place(i);
    CHECK(set_of_all.target(0, i) == static_cast<double>(at.step - (at.series == 1 ? 6 : 0)));
  }
}

TEST_CASE("stretches of neighbours and the other windows are all windows") {
  Matrix<double> values = test::daily_waves(1, 120, 3);
  values(0, 50) = kNaN;
  const Windows windows(measured_until(long_set({values}), 120), {.window = 10, .horizon = 4}, {0, 120});
  const Windows::Overlap overlap = windows.overlap();
  REQUIRE(overlap.stretches.size() == 2);
  std::vector<Vector<double>> from_stretches;
  for (const Windows::Stretch& stretch : overlap.stretches) {
    CHECK(stretch.values.size() == stretch.count + 13);
    for (Index k = 0; k < stretch.count; ++k) from_stretches.push_back(stretch.values.segment(k, 14));
  }
  CHECK(static_cast<Index>(from_stretches.size() + overlap.others.size()) == windows.count());
  CHECK(overlap.others.size() == 14);  // those that touch the gap
  std::size_t next = 0;
  const ForecastSet all = all_of(windows);
  for (Index i = 0; i < windows.count(); ++i) {
    if (std::ranges::find(overlap.others, i) != overlap.others.end()) continue;
    const Vector<double>& window = from_stretches[next++];
    CHECK((window.head(10) == all.input.col(i) && window.tail(4) == all.target.col(i)));
  }
  const Windows apart(measured_until(long_set({values}), 120), {.window = 10, .horizon = 4, .stride = 2}, {0, 120});
  CHECK(apart.overlap().stretches.empty());
  CHECK(static_cast<Index>(apart.overlap().others.size()) == apart.count());
}
