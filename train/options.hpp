/// The command line of train.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "app/cli/common_options.hpp"
#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

struct TrainOptions {
  CommonOptions common;
  ComparisonOptions comparison;
  std::string preset;
  std::string optimizer;                  ///< by name, as reports show it
  std::optional<std::string> save;        ///< file for the model
  std::optional<std::string> onnx;        ///< likewise for ONNX Runtime
  std::optional<std::string> history;     ///< file for what every epoch was like
  std::optional<std::string> plot;        ///< file for a picture of forecasts
  std::optional<std::string> report;      ///< folder for a page with all results
  std::optional<std::string> checkpoint;  ///< file for the state of all trainings
  std::optional<Index> every;             ///< epochs between two checkpoints; unset: by time
  std::optional<std::string> resume;      ///< checkpoint to go on from
  /// The options that decide what the results are, as --config reads them; where a file is to hold them.
  std::string config;
  std::map<std::string, std::string> owner;  ///< likewise by name, without the data
};

/// Reads the command line; nothing is returned where --help or --version was answered.   Throws: UsageError.
std::optional<TrainOptions> parse_train_options(int argc, const char* const* argv);

}  // namespace softwarp
