/// Numbers to text and back, independent of the locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace softwarp {

/// A number as the user would write it: the shortest text that reads back as the same double.
std::string to_text(double number);

/// The number that the entire text spells, or nothing: "0.1abc", "", " 1", "0x1p3" and numbers that a double cannot
/// hold are rejected. "nan" and "inf" are accepted; callers that cannot use them must reject them.
std::optional<double> parse_double(std::string_view text);

/// The integer that the entire text spells, or nothing if it spells none or one beyond 64 bits.
std::optional<long long> parse_integer(std::string_view text);

}  // namespace softwarp
