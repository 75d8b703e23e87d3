/// Options by name, each with its value as text, as a front end has them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "softwarp/core/arguments.hpp"
#include "softwarp/core/index.hpp"

namespace softwarp {

/// Options and their values; a flag's value is "true" or "false".
using OptionValues = std::vector<std::pair<std::string, std::string>>;

/// Values, and how messages call the options that they belong to.
class NamedValues {
 public:
  /// mark: stands before the names in messages: "--" where they come from a command line.
  explicit NamedValues(std::string mark, const OptionValues& values = {})
      : values_(values.begin(), values.end()), mark_(std::move(mark)) {}

  /// What messages call an option: "--hidden", or "hidden".
  std::string called(const std::string& option) const { return mark_ + option; }

  /// Whether the option has a value, given or default. Nothing asks which of the two.
  bool given(const std::string& option) const { return values_.contains(option); }

  /// The same, with these values for options that have none.
  NamedValues with_defaults(const OptionValues& values) const {
    NamedValues all = *this;
    all.values_.insert(values.begin(), values.end());
    return all;
  }

  /// Its value, if it has one.
  std::optional<std::string> value(const std::string& option) const {
    const auto found = values_.find(option);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  }

  /// Likewise for an option that has a value.
  std::string text(const std::string& option) const { return values_.at(option); }

  /// Its value as a number, a list, …: what arguments.hpp reads, under the name that the option has in messages.
  double real(const std::string& option, const Range& range = {}) const {
    return real_argument(called(option), text(option), range);
  }
  Index whole(const std::string& option, Index low, Index high = std::numeric_limits<Index>::max()) const {
    return static_cast<Index>(whole_argument(called(option), text(option), low, high));
  }
  std::string word(const std::string& option, const std::vector<std::string>& words) const {
    return word_argument(called(option), text(option), words);
  }
  std::vector<std::string> list(const std::string& option) const { return list_argument(called(option), text(option)); }
  std::vector<double> real_list(const std::string& option, const Range& range = {}) const {
    return real_list_argument(called(option), text(option), range);
  }

 protected:
  void set(const std::string& option, std::string value) { values_[option] = std::move(value); }

 private:
  std::map<std::string, std::string> values_;
  std::string mark_;
};

}  // namespace softwarp
