/// Options from a file: TOML with the option names of the command line.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/command_line.hpp"

namespace softwarp {

/// Reads a configuration with one `option = value` per line. A value is a string, a number, a list of these (which
/// stands for a comma-separated list), or, for a flag, true or false.
/// `path` is the file's name in messages; `spec` holds the known options.
/// Throws: UsageError naming file and line if the text is not TOML, a key is not an option (the message suggests a
///   similar one), or a value has the wrong type for its option.
OptionValues parse_config(std::string_view text, const std::string& path, const CommandSpec& spec);

/// Reads a configuration file.
/// Throws: UsageError as parse_config(); Error if the file cannot be read or is larger than 1 MiB.
OptionValues read_config(const std::string& path, const CommandSpec& spec);

/// All options that have a value, given or default, as a configuration with one line for each, less some by name.
/// parse_config() reads the same values from it, but for bytes that are not UTF-8: TOML can only hold U+FFFD instead.
std::string write_config(const CommandLine& parsed, const CommandSpec& spec, const std::set<std::string>& without = {});

/// The same for --print-config, with the same values for certain.   Throws: Error if a value is not UTF-8.
std::string config_to_print(const CommandLine& parsed, const CommandSpec& spec);

/// The word most similar to `word`, by single letters added, removed or changed; empty if none is similar.
std::string nearest_word(const std::string& word, const std::vector<std::string>& words);

}  // namespace softwarp
