#include "softwarp/data/synthetic.hpp"

#include <array>
#include <cmath>
#include <map>

#include "support/catch.hpp"

using namespace softwarp;

namespace {

struct Height {
  double bump;   // how far steps 33 … 48 lie above the baseline, in standard deviations of the noise
  double slope;  // their rise from the first eight to the last eight
  double width;  // steps above half the bump's height
};

// Every bump begins by step 32 and none ends before step 48; steps 1 … 15 precede all of them. Ratios, so that the
// z-normalisation cancels.
Height height_of(const Matrix<double>& series) {
  const auto ground = series.leftCols(15);
  const double noise = std::sqrt((ground.array() - ground.mean()).square().sum() / 14);
  const auto bump = series.middleCols(32, 16);
  const double half = (bump.mean() + ground.mean()) / 2;
  return {.bump = (bump.mean() - ground.mean()) / noise,
          .slope = (bump.rightCols(8).mean() - bump.leftCols(8).mean()) / noise,
          .width = static_cast<double>((series.array() > half).count())};
}

std::array<Height, 3> mean_heights(const SeriesSet& set) {
  std::array<Height, 3> means{};
  std::array<double, 3> counts{};
  for (const Series& series : set.series) {
    const auto kind = static_cast<std::size_t>(std::stoi(series.label) - 1);
    const Height height = height_of(series.values);
    means.at(kind).bump += height.bump;
    means.at(kind).slope += height.slope;
    means.at(kind).width += height.width;
    ++counts.at(kind);
  }
  for (std::size_t kind = 0; kind < 3; ++kind) {
    means[kind].bump /= counts[kind];
    means[kind].slope /= counts[kind];
    means[kind].width /= counts[kind];
  }
  return means;
}

}  // namespace

TEST_CASE("Cylinder-Bell-Funnel: shapes, labels in turn, each series z-normalised") {
  const SeriesSet set = cylinder_bell_funnel(31, 9);
  REQUIRE(set.count() == 31);
  CHECK(set.dims == 1);
  for (std::size_t i = 0; i < set.series.size(); ++i) {
    const Series& series = set.series[i];
    CHECK(series.label == std::to_string(i % 3 + 1));
    REQUIRE(series.values.rows() == 1);
    REQUIRE(series.values.cols() == 128);
    REQUIRE(series.values.allFinite());
    CHECK(series.values.mean() == Approx(0).margin(1e-12));
    CHECK(series.values.squaredNorm() == Approx(128));
  }
}

TEST_CASE("Cylinder-Bell-Funnel: a seed determines the numbers, another gives different ones") {
  const SeriesSet a = cylinder_bell_funnel(6, 5), same = cylinder_bell_funnel(6, 5), more = cylinder_bell_funnel(9, 5);
  const SeriesSet other = cylinder_bell_funnel(6, 6);
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(a.series[i].values == same.series[i].values);
    CHECK(a.series[i].values == more.series[i].values);
    CHECK(a.series[i].values != other.series[i].values);
  }
}

TEST_CASE("Cylinder-Bell-Funnel: the three shapes are those of their formulas") {
  const auto [cylinder, bell, funnel] = mean_heights(cylinder_bell_funnel(3000, 3));
  // A flat top about six standard deviations of the noise high (5 % more because the noise is estimated from 15 steps)
  // and about 65 steps wide: b − a has mean 64.
  CHECK(std::abs(cylinder.bump - 6 * 1.05) < 0.3);
  CHECK(std::abs(cylinder.slope) < 0.1);
  CHECK(std::abs(cylinder.width - 65) < 2);
  // (t−a)/(b−a) and (b−t)/(b−a) add up to 1: bell and funnel add up to a cylinder, and their slopes cancel.
  CHECK(std::abs(bell.bump + funnel.bump - cylinder.bump) < 0.4);
  CHECK(std::abs(bell.slope + funnel.slope) < 0.2);
  // Eight steps rise by 8/(b−a), which has mean 8·ln(3)/64, times the height.
  CHECK(std::abs(bell.slope - 6 * 1.05 * 8 * std::log(3.0) / 64) < 0.15);
}

TEST_CASE("Spikes and step: each series is that of its formula") {
  const SeriesSet set = spikes_and_step(3000, 4);
  std::map<Index, int> late;
  int clear = 0;
  for (const Series& series : set.series) {
    REQUIRE(series.values.cols() == 40);
    // A value above the noise that the one before lacks is the first spike; the same again, from step 10 on, the second.
    const auto rises = [&](Index t) { return std::abs(series.values(t) - series.values(t - 1)) > 0.01; };
    std::vector<Index> changes;
    for (Index t = 1; t < 40; ++t) {
      if (rises(t)) changes.push_back(t);
    }
    // Up and down at each spike, and the step: unless one of them is lost in the noise, or two of them meet.
    if (changes.size() != 5 || changes[1] != changes[0] + 1 || changes[3] != changes[2] + 1) continue;
    const Index i = changes[0], j = changes[2], moment = changes[4];
    if (moment < j) continue;
    ++clear;
    const double a = series.values(i), b = series.values(j);
    REQUIRE((1 <= i && i <= 10 && 10 <= j && j <= 18));
    REQUIRE(series.values(39) == Approx(b - a).margin(0.02));
    ++late[moment - j - (j - i)];
  }
  CHECK(clear > 2500);
  REQUIRE(late.size() == 7);  // −3 … 3, equally likely
  CHECK(late.begin()->first == -3);
  for (const auto& [steps, count] : late) CHECK((count > 280 && count < 480));
}

TEST_CASE("built-in data goes by its name") {
  CHECK(builtin_data("cbf")->train.series[3].values == builtin_data().train.series[3].values);
  const TrainTest spikes = builtin_data("spikes").value();
  CHECK(spikes.train.count() == 500);
  CHECK(spikes.test.count() == 500);
  CHECK(spikes.train.series[0].values != spikes.test.series[0].values);
  CHECK_FALSE(builtin_data("CBF"));
}

TEST_CASE("the built-in data is 30 and 900 series, always the same, no series in both") {
  const TrainTest data = builtin_data(), again = builtin_data();
  CHECK(data.train.count() == 30);
  CHECK(data.test.count() == 900);
  CHECK(data.train.series[7].values == again.train.series[7].values);
  CHECK(data.test.series[7].values == again.test.series[7].values);
  for (const Series& train : data.train.series) {
    for (const Series& test : data.test.series) REQUIRE(train.values != test.values);
  }
}
