#include "softwarp/data/season.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include "softwarp/core/parallel.hpp"
#include "softwarp/core/rounding_noise.hpp"

namespace softwarp {
namespace {

constexpr double kFalseAlarms = 0.02, kClipped = 0.02;
constexpr double kEnoughOfGiven = 0.1, kEnoughOfAny = 0.3, kSurelyEnough = 0.8, kAfterTwo = 0.6, kAsGood = 0.9;

// How far above 0 a standard normal number is with the given probability, at most 1/2.
double normal_bound(double probability) {
  double low = 0, high = 40;
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = (low + high) / 2;
    (std::erfc(middle / std::sqrt(2.0)) / 2 > probability ? low : high) = middle;
  }
  return high;
}

// A series around 0 without extreme values: 0 where a value is missing, and 1 in `there` where it is not.
struct Clean {
  Vector<double> values, there;
};

Clean clean(const Vector<double>& whole) {
  const Vector<double> values = whole.tail(std::min(whole.size(), kSeasonSteps));
  Clean result{Vector<double>::Zero(values.size()), (!values.array().isNaN()).cast<double>()};
  std::vector<double> known;
  std::ranges::copy_if(values, std::back_inserter(known), [](double value) { return !std::isnan(value); });
  if (known.empty()) return result;
  std::ranges::sort(known);
  const auto cut = static_cast<std::size_t>(kClipped * static_cast<double>(known.size() - 1));
  const double low = known[cut], high = known[known.size() - 1 - cut];
  const Vector<double> clipped = values.array().isNaN().select(0.0, values.cwiseMax(low).cwiseMin(high));
  if (is_one_value(low, high)) return result;
  // In units of its own, lest squares overflow; without its offset, lest that hide them.
  result.values = (clipped.array() - low) / (high - low) * result.there.array();
  result.values.array() -= result.values.sum() / result.there.sum() * result.there.array();
  return result;
}

// Less the mean over `length` steps around each, of which those count that are there. If the length is even, two steps
// at the ends count half, so that a whole season has every step of it once.
Vector<double> without_level(const Clean& series, Index length) {
  const Index n = series.values.size(), reach = length / 2;
  const auto totals_of = [&](const Vector<double>& of) {
    std::vector<double> totals(static_cast<std::size_t>(n) + 1, 0.0);
    std::partial_sum(of.begin(), of.end(), totals.begin() + 1);
    return totals;
  };
  const std::vector<double> values = totals_of(series.values), there = totals_of(series.there);
  const auto around = [&](const std::vector<double>& totals, Index t) {
    const auto between = [&](Index first, Index last) {
      return totals[static_cast<std::size_t>(std::min(last, n))] -
             totals[static_cast<std::size_t>(std::max<Index>(first, 0))];
    };
    if (length % 2 == 1) return between(t - reach, t + reach + 1);
    return (between(t - reach, t + reach) + between(t - reach + 1, t + reach + 1)) / 2;
  };
  Vector<double> left(n);
  for (Index t = 0; t < n; ++t) {
    left[t] = series.there[t] > 0 ? series.values[t] - around(values, t) / around(there, t) : 0;
  }
  return left;
}

// Autocorrelations, averaged over series, and of how many pairs of values they are, by lag.
class Autocorrelations {
 public:
  // Of what is left of each series without its level over `length` steps.
  Autocorrelations(const std::vector<Clean>& series, Index length, Index most_lag) {
    Vector<double> sum = Vector<double>::Zero(most_lag + 1), pairs = sum, count = sum;
    for (const Clean& one : series) {
      const Vector<double> left = without_level(one, length);
      const Index n = left.size();
      const double variance = left.squaredNorm() / one.there.sum();
      if (!(variance > kRoundingNoise * kRoundingNoise)) continue;
      parallel_for(std::min(most_lag + 1, n), [&](Index lag) {
        const double both = one.there.head(n - lag).dot(one.there.tail(n - lag));
        if (both == 0) return;
        sum[lag] += left.head(n - lag).dot(left.tail(n - lag)) / both / variance;
        pairs[lag] += both;
        count[lag] += 1;
      });
    }
    at_ = sum.cwiseQuotient(count.cwiseMax(1));
    pairs_ = pairs.cwiseQuotient(count.cwiseMax(1));
    squares_.assign(static_cast<std::size_t>(most_lag) + 1, 0.0);
    for (Index lag = 1; lag <= most_lag; ++lag) {
      squares_[static_cast<std::size_t>(lag)] = squares_[static_cast<std::size_t>(lag) - 1] + at_[lag] * at_[lag];
    }
  }

  double at(Index lag) const { return at_[lag]; }

  // Bartlett's, of one that is 0 in truth, if none is left after half of its lag: a season's own autocorrelations
  // beyond that must not count against it.
  double deviation(Index lag) const {
    const double before = squares_[static_cast<std::size_t>(std::max<Index>(lag / 2, 1))];
    return std::sqrt((1 + 2 * before) / std::max(pairs_[lag], 1.0));
  }

 private:
  Vector<double> at_, pairs_;
  std::vector<double> squares_;  // up to a lag, from 1 on, summed
};

}  // namespace

std::optional<Index> find_season(std::span<const Vector<double>> series, std::span<const Index> periods) {
  std::vector<Clean> looked_at;
  const Index all = static_cast<Index>(series.size()), most = std::min(all, kSeasonSeries);
  Index longest = 0;
  for (Index k = 0; k < most; ++k) {
    looked_at.push_back(clean(series[static_cast<std::size_t>(k * all / most)]));
    longest = std::max(longest, looked_at.back().values.size() / 3);
  }
  const bool given = !periods.empty();
  std::vector<Index> candidates(periods.begin(), periods.end());
  for (Index period = 3; !given && period <= longest; ++period) candidates.push_back(period);
  std::erase_if(candidates, [&](Index period) { return period < 2 || period > longest; });
  if (candidates.empty()) return std::nullopt;

  struct Season {
    Index period;
    double strength;
  };
  std::vector<Season> seasons;
  const double bound = normal_bound(kFalseAlarms / static_cast<double>(candidates.size()));
  std::map<Index, Autocorrelations> known;  // by the length over which the level is taken out
  for (const Index period : candidates) {
    // Each period's own costs too much if there are many: then the same length serves for periods from half of it on.
    const Index length =
        given ? period : std::min(longest, static_cast<Index>(std::bit_ceil(static_cast<std::size_t>(period))));
    const auto [found, is_new] = known.try_emplace(length, looked_at, length, 2 * length);
    const Autocorrelations& r = found->second;
    const double once = r.at(period), twice = r.at(2 * period);
    const double enough = std::clamp(bound * r.deviation(period), given ? kEnoughOfGiven : kEnoughOfAny, kSurelyEnough);
    const bool is_peak = once >= r.at(period - 1) && once >= r.at(period + 1);
    if (once > enough && twice > kAfterTwo * once && (given || is_peak))
      seasons.push_back({period, (once + twice) / 2});
  }
  if (seasons.empty()) return std::nullopt;
  const double strongest = std::ranges::max(seasons, {}, &Season::strength).strength;
  std::erase_if(seasons, [&](const Season& season) { return season.strength < kAsGood * strongest; });
  return std::ranges::min(seasons, {}, &Season::period).period;
}

std::vector<Index> usual_periods(const Clock& clock) {
  std::vector<std::int64_t> spans;
  if (clock.unit == Clock::Unit::months) spans = {12};
  if (clock.unit == Clock::Unit::microseconds) spans = {kHour, kDay, 7 * kDay, 365 * kDay};
  std::vector<Index> periods;
  for (const std::int64_t span : spans) {
    if (span % clock.distance == 0 && span / clock.distance >= 2)
      periods.push_back(static_cast<Index>(span / clock.distance));
  }
  return periods;
}

}  // namespace softwarp
