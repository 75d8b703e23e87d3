#include "softwarp/data/season.hpp"

#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

#include "softwarp/core/parallel.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;

namespace {

Vector<double> made(Index steps, const std::function<double(double)>& of) {
  Vector<double> series(steps);
  for (Index t = 0; t < steps; ++t) series[t] = of(static_cast<double>(t));
  return series;
}

double wave(double t, double period) { return std::sin(2 * std::numbers::pi * t / period); }

std::optional<Index> season_of(const Vector<double>& series, std::vector<Index> periods = {}) {
  return find_season(std::span(&series, 1), periods);
}

// Hours of load: more by day, less at weekends, around a level that wanders, with noise.
Vector<double> load(Index steps, double weekend, Random& random) {
  double level = 500;
  return made(steps, [&](double t) {
    level += random.normal();
    const bool is_weekend = std::fmod(t, 168) >= 120;
    return level + 150 * wave(t, 24) + 40 * wave(t, 12) - (is_weekend ? weekend : 0) + 15 * random.normal();
  });
}

Vector<double> passengers(Index months, Random& random) {
  return made(months, [&](double t) {
    return std::exp(5 + 0.01 * t + 0.2 * wave(t, 12) + 0.05 * wave(t + 1, 6) + 0.03 * random.normal());
  });
}

}  // namespace

TEST_CASE("the day is found in hours of load, with periods of the clock and without") {
  Random random(1);
  const Vector<double> weak = load(1400, 80, random);
  CHECK(season_of(weak, {24, 168}) == 24);
  CHECK(season_of(weak) == 24);
  CHECK(season_of(load(1400, 1500, random), {24, 168}) == 168);  // where weekends differ more than hours do
}

TEST_CASE("the year is found in months that grow, of five years on") {
  Random random(2);
  for (const Index months : {60, 100, 144}) CHECK(season_of(passengers(months, random), {12}) == 12);
  CHECK(season_of(passengers(144, random)) == 12);
  CHECK(!season_of(passengers(35, random), {12}));  // less than three years show none
}

TEST_CASE("an event in each season is one, however short") {
  Random random(3);
  const Vector<double> events = made(1000, [&](double t) { return (std::fmod(t, 24) == 7 ? 6 : 0) + random.normal(); });
  CHECK(season_of(events, {24, 168}) == 24);
  CHECK(season_of(events) == 24);
}

TEST_CASE("where nothing comes back, hardly ever is a season found") {
  Random random(4);
  const auto alarms = [&](double memory, Index steps, const std::vector<Index>& periods) {
    int found = 0;
    for (int seed = 0; seed < 150; ++seed) {
      double level = 0;
      const Vector<double> series = made(steps, [&](double) { return level = memory * level + random.normal(); });
      if (season_of(series, periods)) ++found;
    }
    return found;
  };
  for (const double memory : {0.0, 0.9, 1.0}) {  // white noise, an autoregression, a random walk
    INFO("memory " << memory);
    CHECK(alarms(memory, 60, {4, 12}) <= 6);
    CHECK(alarms(memory, 600, {24, 168}) <= 6);
    CHECK(alarms(memory, 150, {}) <= 6);
  }
}

TEST_CASE("constant, straight, short, empty and missing series have no season") {
  CHECK(!season_of(Vector<double>::Constant(100, 0.1)));
  CHECK(!season_of(Vector<double>::Constant(100, 1e9), {7}));
  CHECK(!season_of(made(300, [](double t) { return 3 * t + 1; }), {7, 24}));
  CHECK(!season_of(made(300, [](double t) { return 3 * t + 1; })));
  CHECK(!season_of(made(20, [](double t) { return wave(t, 12); }), {12}));
  CHECK(!season_of(Vector<double>()));
  CHECK(!season_of(Vector<double>::Constant(200, std::numeric_limits<double>::quiet_NaN()), {12}));
  CHECK(!find_season({}));
  CHECK(!season_of(made(300, [](double t) { return wave(t, 12); }), {0, 1, -4}));
}

TEST_CASE("gaps, extreme values and units do not hide a season") {
  Random random(5);
  Vector<double> series = load(1000, 50, random);
  CHECK(season_of(1e150 * series, {24, 168}) == 24);
  CHECK(season_of(-1e-150 * series, {24, 168}) == 24);
  series.array() += 1e6;
  CHECK(season_of(series, {24, 168}) == 24);
  series[100] = 1e12;
  series[101] = -1e12;
  for (Index t = 400; t < 460; ++t) series[t] = std::numeric_limits<double>::quiet_NaN();
  for (Index t = 5; t < 1000; t += 11) series[t] = std::numeric_limits<double>::quiet_NaN();
  CHECK(season_of(series, {24, 168}) == 24);
}

TEST_CASE("the season that series share is found in all of them together, constant ones and short ones left aside") {
  Random random(6);
  std::vector<Vector<double>> series(3, Vector<double>::Constant(500, 4));
  series.push_back(load(600, 0, random));
  series.push_back(load(30, 0, random));
  series.push_back(load(500, 0, random));
  const std::array<Index, 2> periods{24, 168};
  CHECK(find_season(series, periods) == 24);
  series.insert(series.end(), 500, load(200, 0, random));
  const int before = threads();
  for (const int count : {1, 3}) {
    set_threads(count);
    CHECK(find_season(series, periods) == 24);
  }
  set_threads(before);
}
