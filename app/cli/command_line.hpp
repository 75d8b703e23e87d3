/// A program's options: those that it takes, and what a command line says of them.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace softwarp {

/// An option, as --help lists it.
struct OptionSpec {
  std::string name;
  std::string value;  ///< what stands for its value, as "FILE"; empty: a flag
  std::string text;
  std::optional<std::string> initial = {};  ///< its value where none is given

  bool is_flag() const { return value.empty(); }
};

struct OptionGroup {
  std::string title;
  std::vector<OptionSpec> options;
};

/// A program and its options, in the order of --help.
struct CommandSpec {
  std::string program;
  std::string text;  ///< what it does, in lines
  std::string usage = "[options]";
  std::vector<OptionGroup> groups = {};
  bool takes_words = false;  ///< words that belong to no option, as the names of files
};

/// Values of options, as texts that the command line would hold; a flag's is "true" or "false".
using OptionValues = std::vector<std::pair<std::string, std::string>>;

/// A command line that was read.
class CommandLine {
 public:
  /// Reads `words`, what follows the program's name, over `weaker`: of an option that is set more than once, the last
  /// value holds.
  /// Throws: UsageError for an unknown option or a missing value.
  CommandLine(const CommandSpec& spec, const OptionValues& weaker, const std::vector<std::string>& words);

  /// Is the option set, by other than its default?
  bool given(const std::string& option) const { return given_.contains(option); }

  /// Its value, given or default, where it has one.
  std::optional<std::string> value(const std::string& option) const;

  /// The value of an option that has one.
  std::string text(const std::string& option) const { return values_.at(option); }

  bool flag(const std::string& option) const { return values_.at(option) == "true"; }

  /// Those that belong to no option.
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::map<std::string, std::string> values_;
  std::set<std::string> given_;
  std::vector<std::string> words_;
};

/// What --help prints.
std::string help_text(const CommandSpec& spec);

}  // namespace softwarp
