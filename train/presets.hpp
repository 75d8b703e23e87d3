/// The presets of train: values that go together.
#pragma once

#include <string>

#include "app/cli/command_line.hpp"

namespace softwarp {

/// The description of an option that presets set, with its value in each of them.
std::string with_presets(const std::string& option, const std::string& text);

/// What the preset of --preset sets; options that are given win over it.   Throws: UsageError.
Settings preset_settings(const CommandLine& parsed);

}  // namespace softwarp
