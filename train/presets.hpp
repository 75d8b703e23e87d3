/// The presets of train: values that go together.
#pragma once

#include <string>
#include <vector>

#include "app/cli/command_line.hpp"

namespace softwarp {

/// The description of an option with its value in each preset.
std::string with_presets(const std::string& option, const std::string& text);

/// The preset whose values apply: with --window, `default` is `windows`.   Throws: UsageError.
std::string preset_name(const CommandLine& parsed);

/// Whether --network leaves the network to be chosen.   Throws: UsageError.
bool network_is_open(const CommandLine& parsed);

/// The networks to compare, in the order of --network, or that of the preset; all, of which to choose.
/// Throws: UsageError.
std::vector<std::string> network_names(const CommandLine& parsed);

/// What --preset sets; options that are given override it. Of several networks, only what all have in common.
/// Throws: UsageError.
OptionValues preset_values(const CommandLine& parsed);

/// What it sets for one network.   Throws: UsageError.
OptionValues network_values(const CommandLine& parsed, const std::string& network);

}  // namespace softwarp
