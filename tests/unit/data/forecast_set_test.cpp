#include "softwarp/data/forecast_set.hpp"

#include <limits>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/series_sets.hpp"

using namespace softwarp;
using test::check_column;
using test::cut_alone;
using test::set_of;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("the cut is at the rounded share, halves up, with at least a step on either side") {
  CHECK(cut_point(96, 0.6) == 58);   // 57.6
  CHECK(cut_point(128, 0.6) == 77);  // 76.8
  CHECK(cut_point(24, 0.6) == 14);   // 14.4
  CHECK(cut_point(5, 0.5) == 3);     // 2.5, where rounding to even would give 2
  CHECK(cut_point(7, 0.5) == 4);     // 3.5
  CHECK(cut_point(10, 0.25) == 3);   // 2.5
  CHECK(cut_point(2, 0.6) == 1);
  CHECK(cut_point(2, 0.99) == 1);
  CHECK(cut_point(100, 0.001) == 1);
  CHECK(cut_point(100, 0.999) == 99);
}

TEST_CASE("series of equal length are cut into a first part and the rest") {
  const ForecastSet set = cut_alone(set_of({{1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}}), 0.6);
  CHECK(set.count() == 2);
  CHECK(set.dims == 1);
  check_column(set.input, 0, {1, 2, 3});
  check_column(set.target, 0, {4, 5});
  check_column(set.input, 1, {6, 7, 8});
  check_column(set.target, 1, {9, 10});
}

TEST_CASE("several dimensions: a step stays together") {
  SeriesSet set;
  set.dims = 2;
  Matrix<double> values(2, 5);
  values << 1, 2, 3, 4, 5, 10, 20, 30, 40, 50;
  set.series.emplace_back().values = values;
  const ForecastSet result = cut_alone(set, 0.6);
  CHECK(result.dims == 2);
  check_column(result.input, 0, {1, 10, 2, 20, 3, 30});
  check_column(result.target, 0, {4, 40, 5, 50});
}

TEST_CASE("the shape holds the longest parts of both sets, each series cut at its own share") {
  const SeriesSet train = set_of({{1, 2}, {1, 2, 3, 4, 5}});
  const SeriesSet test = set_of({{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}});
  const ForecastShape shape = forecast_shape({train, test}, 0.6);
  CHECK(shape.input == 6);
  CHECK(shape.target == 4);
  const ForecastShape other_way = forecast_shape({test, train}, 0.6);
  CHECK(other_way.input == 6);
  CHECK(other_way.target == 4);
}

TEST_CASE("unequal lengths: inputs end at the last step, targets begin at the first") {
  const ForecastSet set = cut_alone(set_of({{1, 2, 3, 4, 5}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}), 0.6);
  check_column(set.input, 0, {1, 1, 1, 1, 2, 3});  // preceded by copies of its first value
  check_column(set.target, 0, {4, 5, kNaN, kNaN});
  check_column(set.input, 1, {1, 2, 3, 4, 5, 6});
  check_column(set.target, 1, {7, 8, 9, 10});
}

TEST_CASE("a shape that is too small keeps the newest input and the first targets") {
  const ForecastSet set = cut(set_of({{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}), 0.6, {.input = 3, .target = 2});
  check_column(set.input, 0, {4, 5, 6});
  check_column(set.target, 0, {7, 8});
}

TEST_CASE("gaps in the input are filled linearly, at the ends with the nearest value; gaps in the target stay") {
  const ForecastSet set = cut_alone(
      set_of({{0, kNaN, kNaN, 3, kNaN, 7, 1, kNaN, 2, 3}, {kNaN, kNaN, 4, 5, 6, kNaN, kNaN, 1, kNaN, 2}}), 0.6);
  check_column(set.input, 0, {0, 1, 2, 3, 5, 7});
  check_column(set.target, 0, {1, kNaN, 2, 3});
  check_column(set.input, 1, {4, 4, 4, 5, 6, 6});
  check_column(set.target, 1, {kNaN, 1, kNaN, 2});
}

TEST_CASE("the cut separates gaps: the input is not filled from the target") {
  const ForecastSet set = cut_alone(set_of({{1, 2, kNaN, 100, 100}}), 0.6);
  check_column(set.input, 0, {1, 2, 2});
}

TEST_CASE("several dimensions: each fills its own gaps") {
  SeriesSet set;
  set.dims = 2;
  Matrix<double> values(2, 5);
  values << 1, kNaN, 3, 4, 5, kNaN, 20, 30, kNaN, 50;
  set.series.emplace_back().values = values;
  const ForecastSet result = cut_alone(set, 0.6);
  check_column(result.input, 0, {1, 20, 2, 20, 3, 30});
  check_column(result.target, 0, {4, kNaN, 5, 50});
}

TEST_CASE("what was filled is noted: the gaps themselves, and copies of a gap before a short input") {
  const auto check_gaps = [](const ForecastSet& set, Index column, const std::vector<double>& expected) {
    check_column(set.gaps.cast<double>(), column, expected);
  };
  CHECK(cut_alone(set_of({{1, 2, 3, kNaN, 5}}), 0.6).gaps.size() == 0);  // a gap in a target is none
  const ForecastSet set = cut_alone(set_of({{1, kNaN, 3, 4, kNaN, 6, 7, 8, 9, 10}, {kNaN, 2, 3, 4, 5}}), 0.6);
  check_gaps(set, 0, {0, 1, 0, 0, 1, 0});
  check_gaps(set, 1, {1, 1, 1, 1, 0, 0});
  check_column(set.input, 1, {2, 2, 2, 2, 2, 3});
  check_gaps(select(set, {1}), 0, {1, 1, 1, 1, 0, 0});
  check_gaps(cut(set_of({{1, kNaN, 3, kNaN, 5, 6, 7, 8, 9, 10}}), 0.6, {.input = 3, .target = 2}), 0, {1, 0, 0});
  check_gaps(without_targets(set_of({{1, 2, kNaN}}), {.input = 2, .target = 1}), 0, {0, 1});
  SeriesSet pairs = set_of({{1}});
  pairs.dims = 2;
  pairs.series[0].values = (Matrix<double>(2, 5) << 1, kNaN, 3, 4, 5, kNaN, 20, 30, 40, 50).finished();
  check_gaps(cut_alone(pairs, 0.6), 0, {0, 1, 1, 0, 0, 0});
}

TEST_CASE("what cannot be forecast is an error that names the series") {
  const auto error_for = [](const SeriesSet& set) { return message_of<Error>([&] { cut_alone(set, 0.6); }); };
  CHECK(error_for(set_of({{1, 2}, {1}})) ==
        "Own: series 2: expected at least 2 steps, one to see and one to forecast, found 1");
  CHECK(error_for(set_of({{1, 2}, {1, 2}, {kNaN, kNaN, kNaN, 4, 5}})) ==
        "Own: series 3: expected a value among the first 3 steps, found only NaN");
  CHECK(error_for(set_of({{1, 2, 3, kNaN, kNaN}})) ==
        "Own: series 1: expected a step without NaN among the last 2, found none");

  SeriesSet read = set_of({{1, 2}, {1}});
  read.series[1].where = "Own_TEST.tsv:17";  // clearer than a number, which might belong to either set
  CHECK(error_for(read) == "Own_TEST.tsv:17: expected at least 2 steps, one to see and one to forecast, found 1");
}

TEST_CASE("training and test sets of different dimensions are an error") {
  SeriesSet test = set_of({{1, 2}}, "Other");
  test.dims = 2;
  CHECK(message_of<Error>([&] {
          forecast_shape({set_of({{1, 2}}), test}, 0.6);
        }) == "Other: expected dimension 1 as in the training set, found 2");
}

TEST_CASE("the mean of the targets ignores what is missing and fills what no series has") {
  ForecastSet set;
  set.target.resize(5, 2);
  set.target << kNaN, kNaN, 1, 3, 5, kNaN, kNaN, kNaN, 7, 9;
  CHECK(mean_target(set) == (Vector<double>(5) << 2, 2, 5, 5, 8).finished());
}

TEST_CASE("without targets, a whole series is input, or its newest steps if the network takes fewer") {
  const ForecastSet set = without_targets(set_of({{1, 2, kNaN, 4, 6}, {7, 9}}), {.input = 3, .target = 2});
  check_column(set.input, 0, {3, 4, 6});
  check_column(set.input, 1, {7, 7, 9});
  check_column(set.target, 0, {kNaN, kNaN});
  CHECK(message_of<Error>([] {
          without_targets(set_of({{kNaN, kNaN}}), {.input = 3, .target = 2});
        }) == "Own: series 1: expected a value among the first 2 steps, found only NaN");
}
