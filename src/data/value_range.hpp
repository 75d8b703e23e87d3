/// How large and how small values may be.
#pragma once

namespace softwarp {

/// Sums of squares of smaller values fit in a double.
inline constexpr double kLargestValue = 1e150;

/// Squares of what varies by this much are far above 1e-324, below which a double has nothing but 0; so are those of
/// what a forecast, and a correction of it, leave to explain: units are at least 2^-40 of others (kRoundingNoise).
inline constexpr double kSmallestUnit = 1e-120;

/// What messages say where a deviation is smaller.
inline constexpr const char* kSmallestInWords = "values that vary by at least 1e-120";
inline constexpr const char* kSmallerInWords = "less; multiply them by a constant";

}  // namespace softwarp
