/// The options of a program that reads one long series.
#pragma once

#include <optional>

#include "app/cli/command_line.hpp"
#include "softwarp/data/time_parts.hpp"

namespace softwarp {

/// How a file with a row a moment is read, cut into windows and divided.
struct WindowOptions {
  LongReadOptions read;
  WindowShape shape;
  PartSizes sizes;
  std::optional<Index> backtest = {};  ///< number of forecasts, a horizon apart, that the end of the time is tested on
  std::optional<Index> season = {};    ///< steps; unset: found

  /// The parts, as the sizes or the backtest have them.
  PartSizes part_sizes() const;
  /// Steps from one test window to the next.
  WindowShape test_shape() const;
};

/// The options of train.
OptionGroup window_options_group();

/// Reads them; nothing where no --window is given.   validation: a share or a number of steps.
/// Throws: UsageError, OptionError.
std::optional<WindowOptions> window_options(const CommandLine& parsed, double validation);

}  // namespace softwarp
