/// UTF-8, which text from outside need not be.
#pragma once

#include <string>
#include <string_view>

namespace softwarp {

/// The bytes of the character with which the text begins, 1 to 4; 0 if it begins with none, well-formed.
std::size_t utf8_character(std::string_view text);

/// The text with U+FFFD in place of every byte that belongs to no character.
std::string valid_utf8(std::string_view text);

}  // namespace softwarp
