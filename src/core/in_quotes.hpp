/// Text from outside in a message.
#pragma once

#include <string>
#include <string_view>

namespace softwarp {

/// The text between quotes, on one line and not too long: control characters become '?', and what is beyond 40 bytes "…".
std::string in_quotes(std::string_view text);

}  // namespace softwarp
