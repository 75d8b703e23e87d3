/// The presets of train: values that go together.
#pragma once

#include <cxxopts.hpp>
#include <string>

#include "app/cli/config.hpp"

namespace softwarp {

/// The description of an option that presets set, with its value in each of them.
std::string with_presets(const std::string& option, const std::string& text);

/// What the preset of --preset sets; options that are given win over it.   Throws: UsageError.
Settings preset_settings(const cxxopts::ParseResult& parsed);

}  // namespace softwarp
