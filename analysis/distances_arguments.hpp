/// The command line of distances.
#pragma once

#include <optional>
#include <string>

#include "app/cli/common_options.hpp"
#include "shared_file.hpp"
#include "softwarp/loss/loss_spec.hpp"

namespace softwarp {

struct DistancesArguments {
  CommonOptions common;
  std::optional<std::string> other;  ///< --data2
  LossSpec metric;
  std::optional<Index> nearest;
  Share share;
  std::string output;
  bool as_text = false;  ///< .csv, not .npy
};

/// Its options, for --help.
CommandSpec distances_command();

/// Reads them.   Throws: UsageError, OptionError.
DistancesArguments distances_arguments(const CommandLine& parsed);

}  // namespace softwarp
