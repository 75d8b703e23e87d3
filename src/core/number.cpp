#include "softwarp/core/number.hpp"

#include <array>
#include <charconv>
#include <system_error>

namespace softwarp {
namespace {

template <class Number>
std::optional<Number> parse(std::string_view text) {
  if (text.starts_with('+')) {  // from_chars accepts no plus sign
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  Number number{};
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (status != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string to_text(double number) {
  std::array<char, 32> text;  // the longest shortest-form double has 24 characters
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), end};
}

std::optional<double> parse_double(std::string_view text) { return parse<double>(text); }

std::optional<long long> parse_integer(std::string_view text) { return parse<long long>(text); }

}  // namespace softwarp
