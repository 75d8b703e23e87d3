/// Values of options that go together: what an option has that is not given.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "softwarp/core/named_values.hpp"

namespace softwarp {

/// The names of the presets.
std::vector<std::string> preset_names();

/// The network of a preset.   Requires one of their names.
std::string preset_network(std::string_view preset);

/// What a preset has for one of kNetworks; "" for what it has for most of them.
OptionValues values_of_preset(std::string_view preset, std::string_view network);

/// What the options of networks and training have in every preset.
const OptionValues& common_values();

/// That of one of them.
std::string common_value(std::string_view option);

}  // namespace softwarp
