/// The command line of train.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "app/cli/common_options.hpp"
#include "app/cli/window_options.hpp"
#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

struct TrainOptions {
  CommonOptions common;
  /// One for each network. Of windows, `validation` may be a number of steps until they are read.
  std::vector<ComparisonOptions> networks;
  Selection selection = Selection::all;  ///< of these networks
  std::optional<WindowOptions> windows;  ///< unset: a row is a series
  std::string preset;
  std::optional<std::string> start;       ///< model that every training starts from, yet to be read
  std::optional<std::string> save;        ///< file for the model
  std::optional<std::string> onnx;        ///< likewise for ONNX Runtime
  std::optional<std::string> history;     ///< file for the records of all epochs
  std::optional<std::string> plot;        ///< file for a picture of forecasts
  std::optional<std::string> report;      ///< folder for a page with all results
  std::optional<std::string> checkpoint;  ///< file for the state of all trainings
  std::optional<Index> every;             ///< epochs between two checkpoints; unset: by time
  std::optional<std::string> resume;      ///< checkpoint to resume from
  std::optional<Index> explain;  ///< training series, from 1, of which a step is written out instead of training
  bool check_gradient = false;   ///< whether gradients are checked instead of training
  /// The options that decide what the results are, as --config reads them; set where a file is to hold them.
  std::string config;
  std::map<std::string, std::string> identity;  ///< the same by name, without the data

  /// Whether there is a lesson instead of a training.
  bool is_lesson() const { return explain || check_gradient; }

  /// What all networks have in common.
  const ComparisonOptions& comparison() const { return networks.front(); }
};

/// Its options, for --help.
CommandSpec train_command();

/// Reads them.   Throws: UsageError, OptionError.
TrainOptions train_options(const CommandLine& parsed);

}  // namespace softwarp
