/// Numbers and lists from the command line, read completely or rejected.
#pragma once

#include <limits>
#include <string>
#include <vector>

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

}  // namespace softwarp
