#include "softwarp/core/arguments.hpp"

#include <algorithm>
#include <cmath>

#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

std::string in_words(const Range& range) {
  std::string words = "a number";
  if (std::isfinite(range.low)) words += (range.open_low ? " > " : " >= ") + to_text(range.low);
  if (std::isfinite(range.high))
    words +=
        std::string(std::isfinite(range.low) ? " and" : "") + (range.open_high ? " < " : " <= ") + to_text(range.high);
  return words;
}

[[noreturn]] void reject(const std::string& option, const std::string& expected, const std::string& found) {
  throw OptionError(option + ": expected " + expected + ", found " + in_quotes(found));
}

}  // namespace

double real_argument(const std::string& option, const std::string& text, const Range& range) {
  const auto number = parse_double(text);
  const bool inside = number && std::isfinite(*number) &&
                      (range.open_low ? *number > range.low : *number >= range.low) &&
                      (range.open_high ? *number < range.high : *number <= range.high);
  if (!inside) reject(option, in_words(range), text);
  return *number;
}

long long whole_argument(const std::string& option, const std::string& text, long long low, long long high) {
  const auto number = parse_integer(text);
  if (!number || *number < low || *number > high) {
    const bool bounded = high != std::numeric_limits<long long>::max();
    reject(option,
           "a whole number" + (bounded ? " from " + std::to_string(low) + " to " + std::to_string(high)
                                       : " >= " + std::to_string(low)),
           text);
  }
  return *number;
}

std::vector<std::string> list_argument(const std::string& option, const std::string& text) {
  std::vector<std::string> items;
  std::size_t start = 0;
  while (true) {
    const std::size_t comma = text.find(',', start);
    items.push_back(text.substr(start, comma - start));
    if (items.back().empty()) reject(option, "a comma-separated list without empty items", text);
    if (comma == text.npos) return items;
    start = comma + 1;
  }
}

std::vector<double> real_list_argument(const std::string& option, const std::string& text, const Range& range) {
  std::vector<double> numbers;
  for (const std::string& item : list_argument(option, text)) numbers.push_back(real_argument(option, item, range));
  return numbers;
}

std::string word_argument(const std::string& option, const std::string& text, const std::vector<std::string>& words) {
  if (std::ranges::find(words, text) != words.end()) return text;
  reject(option, "one of " + joined(words, ", "), text);
}

}  // namespace softwarp
