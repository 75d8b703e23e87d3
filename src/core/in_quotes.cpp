#include "softwarp/core/in_quotes.hpp"

#include <algorithm>

#include "softwarp/core/utf8.hpp"

namespace softwarp {
namespace {

// \n, \t or \x1b.
std::string escaped(char c) {
  if (c == '\n') return "\\n";
  if (c == '\t') return "\\t";
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(c);
  return {'\\', 'x', kDigits[code / 16], kDigits[code % 16]};
}

// Of one byte, or of two: U+0080 to U+009F.
bool is_control(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  if (character.size() == 1) return byte(0) < ' ' || byte(0) == 127;
  return byte(0) == 0xc2 && byte(1) < 0xa0;
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const std::size_t size = utf8_character(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(size, 1));
    if (size > 0 && !is_control(character)) {
      line += character;
    } else {
      for (const char c : character) line += escaped(c);
    }
    text.remove_prefix(character.size());
  }
  return line;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  std::size_t size = std::min(text.size(), kLongest);
  const auto within_a_character = [&] { return (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80; };  // of UTF-8
  if (size < text.size()) {
    while (size > 0 && within_a_character()) --size;
  }
  return '"' + one_line(text.substr(0, size)) + (size < text.size() ? "…\"" : "\"");
}

}  // namespace softwarp
