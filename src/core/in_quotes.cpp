#include "softwarp/core/in_quotes.hpp"

#include <algorithm>

namespace softwarp {

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  std::size_t size = std::min(text.size(), kLongest);
  const auto within_a_character = [&] { return (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80; };  // of UTF-8
  if (size < text.size()) {
    while (size > 0 && within_a_character()) --size;
  }
  std::string shown(text.substr(0, size));
  std::ranges::replace_if(
      shown, [](unsigned char c) { return c < ' ' || c == 127; }, '?');
  return '"' + shown + (size < text.size() ? "…\"" : "\"");
}

}  // namespace softwarp
