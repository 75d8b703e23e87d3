/// When a deviation is none.
#pragma once

namespace softwarp {

/// A deviation of this share of the size of the values is rounding noise, by which nothing must be divided.
constexpr double kRoundingNoise = 0x1p-40;

}  // namespace softwarp
