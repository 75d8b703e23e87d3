/// Numbers to text and back, the same in every locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace softwarp {

/// A number as the user would write it: the shortest text that reads back as the same double.
std::string to_text(double number);

/// The number that the whole text spells, or nothing: "0.1abc", "", " 1", "0x1p3" and what a double cannot hold are
/// none. "nan" and "inf" are numbers here; who cannot use them must refuse them.
std::optional<double> parse_double(std::string_view text);

/// The whole number that the whole text spells, or nothing where it is none or beyond 64 bits.
std::optional<long long> parse_integer(std::string_view text);

}  // namespace softwarp
