/// Text of unknown origin in a message.
#pragma once

#include <string>
#include <string_view>

namespace softwarp {

/// The text between quotes, on one short line: control characters become '?', and what exceeds 40 bytes becomes "…".
std::string in_quotes(std::string_view text);

}  // namespace softwarp
