/// Numbers and lists from the command line, read completely or rejected.
#pragma once

#include <limits>
#include <set>
#include <string>
#include <vector>

#include "app/cli/program.hpp"
#include "softwarp/core/error.hpp"

namespace softwarp {

/// Limits of a number; `open_*` excludes the limit itself.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool open_low = false;
  bool open_high = false;
};

/// The number that `text` spells.   Throws: UsageError naming the option if it is not a finite number within the range.
double real_argument(const std::string& option, const std::string& text, const Range& range = {});

/// Likewise a whole number from `low` to `high`.
long long whole_argument(const std::string& option, const std::string& text, long long low,
                         long long high = std::numeric_limits<long long>::max());

/// The items of a comma-separated list.   Throws: UsageError if the list or an item is empty.
std::vector<std::string> list_argument(const std::string& option, const std::string& text);

/// The numbers of a comma-separated list, each within the range.   Throws: UsageError.
std::vector<double> real_list_argument(const std::string& option, const std::string& text, const Range& range = {});

/// One of several words.   Throws: UsageError listing them if `text` is none of them.
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

/// Calls `make`, which makes what arguments ask for and checks them.   Throws: UsageError where that throws Error.
template <class Make>
void try_arguments(Make make) try {
  make();
} catch (const Error& error) {
  throw UsageError(error.what());
}

}  // namespace softwarp
