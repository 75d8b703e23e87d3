// core/number.cpp for libc++ 14, whose to_chars() and from_chars() know no floating-point numbers.
#include "softwarp/core/number.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace softwarp {

std::string to_text(double number) {
  char text[32];
  for (int digits = 1; digits <= 17; ++digits) {
    std::snprintf(text, sizeof text, "%.*g", digits, number);
    if (std::strtod(text, nullptr) == number) break;
  }
  return text;
}

std::optional<double> parse_double(std::string_view text) {
  const std::string copy(text);
  char* end = nullptr;
  const double number = std::strtod(copy.c_str(), &end);
  if (copy.empty() || *end != '\0' || copy.find_first_of(" \t\nxX") != copy.npos) return std::nullopt;
  return number;
}

std::optional<long long> parse_integer(std::string_view text) {
  const std::string copy(text);
  char* end = nullptr;
  errno = 0;
  const long long number = std::strtoll(copy.c_str(), &end, 10);
  if (copy.empty() || *end != '\0' || errno != 0 || copy.find_first_of(" \t\n") != copy.npos) return std::nullopt;
  return number;
}

}  // namespace softwarp
