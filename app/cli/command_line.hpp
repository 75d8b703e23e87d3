/// A program's options: which ones it has, and their values on a command line.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/arguments.hpp"
#include "softwarp/core/index.hpp"

namespace softwarp {

/// An option as listed by --help.
struct OptionSpec {
  std::string name;
  std::string value;  ///< stands for its value in the help, such as "FILE"; empty: a flag
  std::string text;
  std::optional<std::string> initial = {};  ///< its default value

  bool is_flag() const { return value.empty(); }
};

struct OptionGroup {
  std::string title;
  std::vector<OptionSpec> options;
};

/// A program and its options, in the order of --help.
struct CommandSpec {
  std::string program;
  std::string text;  ///< what it does, already broken into lines
  std::string usage = "[options]";
  std::vector<OptionGroup> groups = {};
  bool takes_words = false;  ///< whether it takes words that belong to no option, such as file names

  /// The option of that name; null if there is none.
  const OptionSpec* find(const std::string& name) const;
};

/// Options and their values, as they would be written on the command line; a flag's value is "true" or "false".
using OptionValues = std::vector<std::pair<std::string, std::string>>;

/// A parsed command line.
class CommandLine {
 public:
  /// Parses `words`, which follow the program's name, on top of `weaker`: if an option is set more than once, its last
  /// value counts.
  /// Throws: UsageError for an unknown option, and for a value that is missing or empty.
  CommandLine(const CommandSpec& spec, const OptionValues& weaker, const std::vector<std::string>& words);

  /// Whether the option has a value, given or default. Nothing asks which of the two: --print-config prints both.
  bool given(const std::string& option) const { return values_.contains(option); }

  /// Whether it has another value than its default, if any.
  bool changed(const std::string& option) const { return value(option) != initial_.at(option); }

  /// The same, with these values for options that have none.
  CommandLine with_defaults(const OptionValues& values) const;

  /// Its value, given or default, if it has one.
  std::optional<std::string> value(const std::string& option) const;

  /// Likewise for an option that has a value.
  std::string text(const std::string& option) const { return values_.at(option); }

  /// Its value as a number, a list, …: what arguments.hpp reads, under the option's own name.
  double real(const std::string& option, const Range& range = {}) const {
    return real_argument(option, text(option), range);
  }
  Index whole(const std::string& option, Index low, Index high = std::numeric_limits<Index>::max()) const {
    return static_cast<Index>(whole_argument(option, text(option), low, high));
  }
  std::string word(const std::string& option, const std::vector<std::string>& words) const {
    return word_argument(option, text(option), words);
  }
  std::vector<std::string> list(const std::string& option) const { return list_argument(option, text(option)); }
  std::vector<double> real_list(const std::string& option, const Range& range = {}) const {
    return real_list_argument(option, text(option), range);
  }

  bool flag(const std::string& option) const { return values_.at(option) == "true"; }

  /// The words that belong to no option.
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::map<std::string, std::string> values_;
  std::map<std::string, std::optional<std::string>> initial_;
  std::vector<std::string> words_;
};

/// The text printed by --help.
std::string help_text(const CommandSpec& spec);

}  // namespace softwarp
