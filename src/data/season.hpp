/// The season of time series: after how many steps a pattern comes back.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "softwarp/data/clock.hpp"

namespace softwarp {

/// The newest steps of a series that are looked at, and the most series; of more, as many from first to last.
constexpr Index kSeasonSteps = 32768;
constexpr Index kSeasonSeries = 16;

/// The period, in steps, that the series share: of the given ones, or, if none are given, of all from 3 steps on.
/// A period must fit into a series three times. Nothing where no season is convincing: then none should be assumed.
///
/// From each series, its extreme values clipped (2 % at either end), the running mean over a season is taken out, and
/// with it trend and wandering level. A season shows in the autocorrelations of what is left, averaged over the series.
/// That at the period must be
///   - significant: of what has no season, one series in fifty has as much at any of the periods. The deviation of an
///     autocorrelation is Bartlett's, by which series whose neighbouring values are alike need more of it;
///   - at least 0.1, if the periods are given (from what is known of the clock), else 0.3, and then a local maximum;
///   - still there after two seasons: at least 0.6 of it.
/// Of several, the shortest is taken whose autocorrelation is at least 0.9 of the largest: a window holds more short
/// seasons, and every multiple of a season is one. So daily load with a weekly pattern has the season of a day, unless
/// weeks explain clearly more.
///
/// Shapes: each series [T], NaN where a value is missing: the training part alone, in any units.
/// Cost: O(T·period) for each of the periods; O(T²) if none are given.
/// Source: the test by Bartlett's deviations as in S. Makridakis, E. Spiliotis, V. Assimakopoulos, The M4 competition,
///   International Journal of Forecasting 36(1), 2020; M. S. Bartlett, On the theoretical specification and sampling
///   properties of autocorrelated time-series, 1946. Running mean, half-season and the other bounds are ours, chosen on
///   noise: of thousands of white noises, random walks and first-order autoregressions of 60 to 1500 steps, fewer than
///   1 % had a season found; of sums over 5 steps of white noise, at most 5 %.
std::optional<Index> find_season(std::span<const Vector<double>> series, std::span<const Index> periods = {});

/// The periods that the clock of a file suggests: an hour, a day, a week and a year in its steps, where these are whole
/// numbers of at least 2; none for rows and numbers.
std::vector<Index> usual_periods(const Clock& clock);

}  // namespace softwarp
