/// The command line of classify.
#pragma once

#include "app/cli/common_options.hpp"
#include "classify_runs.hpp"

namespace softwarp {

struct ClassifyArguments {
  CommonOptions common;
  ClassifyOptions classify;
};

/// Its options, for --help.
CommandSpec classify_command();

/// Reads them.   Throws: UsageError, OptionError.
ClassifyArguments classify_arguments(const CommandLine& parsed);

}  // namespace softwarp
