/// When a deviation is none.
#pragma once

#include <algorithm>
#include <cmath>

namespace softwarp {

/// A deviation of this share of the size of the values is rounding noise, by which nothing must be divided: where it is
/// one of results, such as errors of a fit or differences from a mean that was summed over a million values.
inline constexpr double kRoundingNoise = 0x1p-40;

/// Numbers as they were read carry 53 bits, of which a program that wrote them may have rounded the last few: this
/// share. What varies above that is data, however far it is from 0.
inline constexpr double kLastBits = 0x1p-48;

/// Are values as they were read, the smallest and the largest of which these are, one and the same?
inline bool is_one_value(double low, double high) {
  return high - low <= kLastBits * std::max(std::abs(low), std::abs(high));
}

}  // namespace softwarp
