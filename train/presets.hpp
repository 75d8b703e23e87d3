/// The presets on train's command line; what they are: softwarp/comparison/presets.hpp.
#pragma once

#include <string>

#include "app/cli/command_line.hpp"
#include "softwarp/comparison/network_options.hpp"

namespace softwarp {

/// The description of an option with its value in each preset.
std::string with_presets(const std::string& option, const std::string& text);

/// What a command line asks to learn from.
ExampleKind example_kind(const CommandLine& parsed);

/// What --preset sets, --start and --z-normalise decided; options that are given override it.   Throws: OptionError.
OptionValues preset_values(const CommandLine& parsed);

}  // namespace softwarp
