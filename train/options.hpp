/// The command line of train.
#pragma once

#include <optional>
#include <string>

#include "cli/common_options.hpp"
#include "comparison.hpp"

namespace softwarp {

struct TrainOptions {
  CommonOptions common;
  ComparisonOptions comparison;
  std::string preset;
  std::string optimizer;            ///< by name, as reports show it
  std::optional<std::string> save;  ///< file for the model
  std::optional<std::string> onnx;  ///< likewise for ONNX Runtime
  std::string config;               ///< all options as --config reads them, for the saved model
};

/// Reads the command line; nothing is returned where --help or --version was answered.   Throws: UsageError.
std::optional<TrainOptions> parse_train_options(int argc, const char* const* argv);

}  // namespace softwarp
