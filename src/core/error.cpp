#include "core/error.hpp"

#include <array>
#include <charconv>

namespace softwarp {

std::string to_text(double number) {
  std::array<char, 32> text;  // the longest shortest-form double has 24 characters
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), end};
}

}  // namespace softwarp
