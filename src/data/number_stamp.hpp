/// Moments that are numbers, such as years or seconds: exactly, and back in the same form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace softwarp {

/// A moment that is a number: digits · 10^−decimals.
struct NumberStamp {
  std::int64_t digits = 0;
  int decimals = 0;

  bool operator==(const NumberStamp&) const = default;
};

/// The number that the entire text spells, with a point or a comma, rounded to 9 decimals; or nothing, also if the
/// difference of two such numbers may not fit in 64 bits. Digits beyond the 9th are what rounding left of others, so
/// that zeros before them do not count as decimals.
std::optional<NumberStamp> parse_number_stamp(std::string_view text);

/// The same number with more decimals; nothing if that is too large, as above.
std::optional<std::int64_t> with_decimals(const NumberStamp& number, int decimals);

/// The number with all its decimals.
std::string to_text(const NumberStamp& number);

}  // namespace softwarp
