/// The presets of train: values that go together.
#pragma once

#include <string>

#include "app/cli/command_line.hpp"

namespace softwarp {

/// The description of an option with its value in each preset.
std::string with_presets(const std::string& option, const std::string& text);

/// The preset whose values apply: with --window, `default` is `windows`.   Throws: UsageError.
std::string preset_name(const CommandLine& parsed);

/// What --preset sets; options that are given override it.   Throws: UsageError.
OptionValues preset_values(const CommandLine& parsed);

}  // namespace softwarp
