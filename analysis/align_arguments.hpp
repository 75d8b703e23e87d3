/// The command line of align.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/common_options.hpp"
#include "softwarp/loss/loss_spec.hpp"

namespace softwarp {

struct AlignArguments {
  CommonOptions common;
  std::vector<std::string> files;
  LossSpec loss;          ///< softdtw, or dtw for gamma 0
  bool matrices = false;  ///< whether every number of the recursions is shown
  std::optional<std::string> plot;
};

/// Its options, for --help.
CommandSpec align_command();

/// Reads them.   Throws: UsageError, OptionError.
AlignArguments align_arguments(const CommandLine& parsed);

}  // namespace softwarp
