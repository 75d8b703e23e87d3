/// Text of unknown origin in a message.
#pragma once

#include <string>
#include <string_view>

namespace softwarp {

/// The text on one line that a terminal only shows: control characters and bytes that are not UTF-8 become \n, \x1b, …
std::string one_line(std::string_view text);

/// The text between quotes, on one short line: what exceeds 40 bytes becomes "…".
std::string in_quotes(std::string_view text);

}  // namespace softwarp
