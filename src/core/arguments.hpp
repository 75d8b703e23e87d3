/// Values of options as text: numbers, lists and words, read completely or rejected.
#pragma once

#include <limits>
#include <set>
#include <string>
#include <vector>

#include "softwarp/core/error.hpp"

namespace softwarp {

/// The value of an option is not as expected: "hidden: expected …, found …".
class OptionError : public Error {
 public:
  using Error::Error;
};

/// Limits of a number; `open_*` excludes the limit itself.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool open_low = false;
  bool open_high = false;
};

/// The number that `text` spells.   option: what messages call the option whose value it is.
/// Throws: OptionError if it is not a finite number within the range.
double real_argument(const std::string& option, const std::string& text, const Range& range = {});

/// Likewise a whole number from `low` to `high`.
long long whole_argument(const std::string& option, const std::string& text, long long low,
                         long long high = std::numeric_limits<long long>::max());

/// The items of a comma-separated list.   Throws: OptionError if the list or an item is empty.
std::vector<std::string> list_argument(const std::string& option, const std::string& text);

/// The numbers of a comma-separated list, each within the range.   Throws: OptionError.
std::vector<double> real_list_argument(const std::string& option, const std::string& text, const Range& range = {});

/// One of several words.   Throws: OptionError listing them if `text` is none of them.
std::string word_argument(const std::string& option, const std::string& text, const std::vector<std::string>& words);

/// The items in their order, each once: what is listed twice is meant once.
template <class Item>
std::vector<Item> distinct(const std::vector<Item>& items) {
  std::set<Item> seen;
  std::vector<Item> kept;
  for (const Item& item : items) {
    if (seen.insert(item).second) kept.push_back(item);
  }
  return kept;
}

}  // namespace softwarp
