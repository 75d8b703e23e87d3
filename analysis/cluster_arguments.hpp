/// The command line of cluster.
#pragma once

#include <optional>
#include <string>

#include "app/cli/common_options.hpp"
#include "cluster_runs.hpp"

namespace softwarp {

struct ClusterArguments {
  CommonOptions common;
  ClusterOptions cluster;
  std::string init;
  std::optional<Index> k;
  std::optional<std::string> plot;
};

/// Its options, for --help.
CommandSpec cluster_command();

/// Reads them.   Throws: UsageError, OptionError.
ClusterArguments cluster_arguments(const CommandLine& parsed);

}  // namespace softwarp
