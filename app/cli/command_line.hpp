/// A program's options: which ones it has, and their values on a command line.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "softwarp/core/named_values.hpp"

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

/// A parsed command line.
class CommandLine : public NamedValues {
 public:
  /// Parses `words`, which follow the program's name, on top of `weaker`: if an option is set more than once, its last
  /// value counts.
  /// Throws: UsageError for an unknown option, and for a value that is missing or empty.
  CommandLine(const CommandSpec& spec, const OptionValues& weaker, const std::vector<std::string>& words);

  /// Whether it has another value than its default, if any. Nothing asks whether a value was given or is the default:
  /// --print-config prints both.
  bool changed(const std::string& option) const { return value(option) != initial_.at(option); }

  bool flag(const std::string& option) const { return text(option) == "true"; }

  /// The words that belong to no option.
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::map<std::string, std::optional<std::string>> initial_;
  std::vector<std::string> words_;
};

/// The text printed by --help.
std::string help_text(const CommandSpec& spec);

}  // namespace softwarp
