#include "softwarp/data/series_batch.hpp"

#include <cmath>
#include <limits>

#include "softwarp/core/error.hpp"
#include "softwarp/data/load.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/series_sets.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

SeriesSet two_series() {
  SeriesSet set = test::set_of({{kNaN, 1, kNaN, 3}, {5, kNaN}}, "set");
  set.series[0].label = "10";
  set.series[1].label = "9";
  return set;
}

}  // namespace

TEST_CASE("a batch of a set: gaps filled, lengths kept, one series per column") {
  const StoredBatch<float> batch = batch_of<float>(two_series(), Vector<double>::Zero(1));
  CHECK(batch.lengths == std::vector<Index>{4, 2});
  CHECK(batch.values.col(0) == (Vector<float>(4) << 1, 1, 2, 3).finished());
  CHECK(batch.values.col(1).head(2) == (Vector<float>(2) << 5, 5).finished());
  const StoredBatch<float> second = select<float>(batch, {1});
  CHECK(second.lengths == std::vector<Index>{2});
  CHECK(second.values.col(0) == batch.values.col(1));
}

TEST_CASE("one long series among many short ones is an error where it would take more memory than there is") {
  SeriesSet set{.name = "set", .dims = 1, .series = {}};
  set.series.resize(100'000);
  for (Series& series : set.series) series.values.setZero(1, 1);
  set.series[7].values.setZero(1, 2'000'000);
  const std::string message = message_of<Error>([&] { batch_of<double>(set, Vector<double>::Zero(1)); });
  CHECK(message.starts_with("set: 100000 series, each as long as the longest, 2000000 steps: expected a need of at "));
  CHECK(message.ends_with(", found 1600 GB"));
}

TEST_CASE("errors name the series that cannot be in a batch") {
  SeriesSet set = two_series();
  set.series[1].values(0) = 1e300;
  CHECK(message_of<Error>([&] { batch_of<float>(set, Vector<double>::Zero(1)); }) ==
        "set: series 2: expected values that a float can hold, found larger ones; double precision may hold them");
  set.series[1].values(0) = kNaN;
  CHECK(message_of<Error>([&] { batch_of<double>(set, Vector<double>::Zero(1)); }) ==
        "set: series 2: expected a value in dimension 1, found only NaN");
}

TEST_CASE("values that are all too small to compute with are refused") {
  SeriesSet set = two_series();
  const auto message = [&](double unit, auto real) {
    SeriesSet small = set;
    for (Series& series : small.series) series.values *= unit;
    return message_of<Error>([&] { batch_of<decltype(real)>(small, centre_of(small)); });
  };
  CHECK(message(1e-30, 0.f) == "(nothing thrown)");
  CHECK(message(std::ldexp(1.0, -140), 0.f) ==
        "set: expected values of at least 1e-31 in size, found 1.4349296274686127e-42 as the largest; multiply them by "
        "a constant, or "
        "compute in double precision");
  CHECK(message(1e-110, 0.0) == "(nothing thrown)");
  CHECK(message(std::ldexp(1.0, -1000), 0.0) ==
        "set: expected values of at least 1e-120 in size, found 1.8665272370064378e-301 as the largest; multiply them "
        "by a constant");
  for (Series& series : set.series) series.values.setConstant(0.1);
  CHECK(message(1, 0.f) == "(nothing thrown)");
  CHECK(message(0, 0.f) == "(nothing thrown)");
}

TEST_CASE("classes are ordered by their numbers, with words after them") {
  SeriesSet set = two_series();
  set.series.push_back({Matrix<double>::Zero(1, 1), "bell", {}});
  const auto names = class_names({&set});
  CHECK(names == std::vector<std::string>{"9", "10", "bell"});
  CHECK(class_numbers(set, names) == std::vector<Index>{1, 0, 2});
}

TEST_CASE("one set: the training series of a folder, all series of a file") {
  const TempFolder folder;
  folder.write("Own/Own_TRAIN.tsv", "1\t1\t2\n");
  folder.write("Own/Own_TEST.tsv", "1\t3\t4\n1\t5\t6\n");
  const SeriesSet own = load_series(folder.file("Own"));
  CHECK(own.name == "Own");
  CHECK(own.count() == 1);
  CHECK(load_series(folder.file("Own/Own_TEST.tsv")).count() == 2);
  CHECK(load_series("Own", {.archive = folder.path()}).count() == 1);
}
