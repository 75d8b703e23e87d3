/// The options that all programs share.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/command_line.hpp"
#include "app/report/progress.hpp"
#include "softwarp/data/load.hpp"

namespace softwarp {

enum class Precision { single_precision, double_precision };
std::string to_text(Precision precision);  ///< "float" or "double"

struct CommonOptions {
  std::optional<std::string> data;  ///< unset: the built-in set
  LoadOptions load;
  std::uint64_t seed = 0;
  Precision precision = Precision::single_precision;
  std::optional<std::string> json;  ///< file for the result, or "-"
  Progress::Style progress = Progress::Style::automatic;
};

/// How a program uses --data: as a training and a test set, as a single set, or not at all.
enum class DataUse { train_and_test, one_set, no_set };

/// Adds the groups of the common options, including --help and --version.
void add_common_options(CommandSpec& spec, DataUse use = DataUse::train_and_test);

/// The values of a preset, given what the user has set.
using PresetValues = std::function<OptionValues(const CommandLine&)>;

/// Parses the command line; it takes precedence over the file of --config, which takes precedence over the preset.
/// Handles --help, --version and --print-config itself: prints their text to stdout and returns nothing.
/// Throws: UsageError for an unknown option, a missing value or a stray word; as read_config().
std::optional<CommandLine> parse_command_line(const CommandSpec& spec, int argc, const char* const* argv,
                                              const PresetValues& preset = {});

/// Reads the common options, and sets the number of threads and the SIMD target of the process.
/// Throws: UsageError for an illegal value.
CommonOptions common_options(const CommandLine& parsed);

/// Loads what --data names, or the built-in set.   Throws: as load(); Interrupted.
TrainTest load_data(const CommonOptions& options);

/// Likewise for a single set, by load_series().
SeriesSet load_one_set(const CommonOptions& options);

/// All series of one file, or of standard input ("-").   Throws: as read_series(); Interrupted.
SeriesSet load_file(const std::string& path, const ReadOptions& options);

}  // namespace softwarp
