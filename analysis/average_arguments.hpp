/// The command line of average.
#pragma once

#include <optional>
#include <string>

#include "app/cli/common_options.hpp"
#include "average_runs.hpp"

namespace softwarp {

struct AverageArguments {
  CommonOptions common;
  AverageOptions average;
  std::optional<std::string> plot;
};

/// Its options, for --help.
CommandSpec average_command();

/// Reads them.   Throws: UsageError, OptionError.
AverageArguments average_arguments(const CommandLine& parsed);

}  // namespace softwarp
