/// The command line of predict.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/common_options.hpp"
#include "softwarp/data/long_series.hpp"

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

  // Of models of windows:
  LongReadOptions columns = {};               ///< names in this file; unset: those of the model
  std::optional<Index> backtest = {};         ///< number of origins; unset: what comes after the file is forecast
  std::optional<std::string> plot = {};       ///< file for a picture
  std::vector<std::string> for_windows = {};  ///< which of these options are given
};

/// Its options, for --help.
CommandSpec predict_command();

/// Reads them.   Throws: UsageError, OptionError.
PredictOptions predict_options(const CommandLine& parsed);

}  // namespace softwarp
