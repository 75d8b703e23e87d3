/// The command line of predict.
#pragma once

#include <optional>
#include <string>

#include "app/cli/common_options.hpp"

namespace softwarp {

/// What the network sees of a series.
enum class Seen {
  automatic,  ///< split where a series is longer than the network's input, else all
  split,      ///< the share that was input in training; the rest is forecast and judged
  all,        ///< the whole series; what comes after it is forecast
};

struct PredictOptions {
  CommonOptions common;
  std::optional<std::string> model;  ///< needed
  Seen seen = Seen::automatic;
  bool test_part = false;             ///< of a single file, forecast only the series that train tests on
  std::optional<Index> dims;          ///< as given; the model decides
  std::optional<std::string> output;  ///< file for the forecasts; unset: standard output
};

/// Its options, for --help.
CommandSpec predict_command();

/// Reads them.   Throws: UsageError.
PredictOptions predict_options(const CommandLine& parsed);

}  // namespace softwarp
