/// Mean and deviation.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "softwarp/core/rounding_noise.hpp"
#include "softwarp/data/value_range.hpp"

namespace softwarp {

struct MeanAndDeviation {
  double mean = 0, deviation = 1;
};

/// Those of values that `mean_of` goes through: mean_of(f) is the mean of f(x) over them, 0 where there are none. Of
/// values that are all the same, any unit will do that follows the data: the deviation is then their size, or 1.
///
/// Where what varies is small beside an offset, a sum of a million values is off by more than that: then the smallest
/// one is taken out first. Elsewhere the mean is that of the values as they are.
template <class MeanOf>
MeanAndDeviation mean_and_deviation(MeanOf mean_of) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  double mean = mean_of([&](double x) {
    low = std::min(low, x);
    high = std::max(high, x);
    return x;
  });
  if (low > high) return {};
  constexpr double kFarFromZero = 0x1p-30;
  if (high - low <= kFarFromZero * std::max(std::abs(low), std::abs(high)))
    mean = low + mean_of([&](double x) { return x - low; });
  if (is_one_value(low, high)) return {mean, std::abs(mean) >= kSmallestUnit ? std::abs(mean) : 1};
  return {mean, std::sqrt(mean_of([&](double x) { return (x - mean) * (x - mean); }))};
}

}  // namespace softwarp
