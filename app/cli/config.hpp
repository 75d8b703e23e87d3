/// Options from a file: TOML with the names of the command line.
#pragma once

#include <cxxopts.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace softwarp {

/// Options and their values, as texts that the command line would hold; a flag's is "true" or "false".
using Settings = std::vector<std::pair<std::string, std::string>>;

/// Reads a configuration, one `option = value` a line. A value is a text, a number, a list of these (which stands for a
/// comma list), or true or false for a flag.
/// `path` is the file's name in messages; `declared` knows the options.
/// Throws: UsageError naming file and line where the text is no TOML, a key is no option (with the option that it
///   resembles), or a value is of another kind than the option's.
Settings parse_config(std::string_view text, const std::string& path, const cxxopts::Options& declared);

/// Reads a configuration file.
/// Throws: UsageError as parse_config(); Error where the file cannot be read or is larger than 1 MiB.
Settings read_config(const std::string& path, const cxxopts::Options& declared);

/// All options that have a value, given or default, as a configuration that parse_config() reads back to the same.
/// Throws: Error where a value is not UTF-8, as TOML must be.
std::string write_config(const cxxopts::ParseResult& parsed, const cxxopts::Options& declared);

/// The word that resembles `word` most, by single letters added, left out or changed; empty where none is near.
std::string nearest_word(const std::string& word, const std::vector<std::string>& words);

}  // namespace softwarp
