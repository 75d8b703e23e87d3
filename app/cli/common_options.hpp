/// The options that all programs share.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/command_line.hpp"
#include "app/cli/program.hpp"
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

/// How a program uses --data: as a training and a test set, likewise with a model that knows the rest, as a single set,
/// or not at all.
enum class DataUse { train_and_test, for_model, one_set, no_set };

/// Adds the groups of the common options, including --help and --version.
void add_common_options(CommandSpec& spec, DataUse use = DataUse::train_and_test);

/// The values of a preset, given what the user has set.
using PresetValues = std::function<OptionValues(const CommandLine&)>;

/// Parses the command line; it takes precedence over the file of --config, which takes precedence over the preset.
/// Handles --help and --version itself: prints their text to stdout and returns nothing.
/// Throws: UsageError for an unknown option, a value that is missing or empty, or a stray word; as read_config().
std::optional<CommandLine> parse_command_line(const CommandSpec& spec, int argc, const char* const* argv,
                                              const PresetValues& preset = {});

/// Handles --print-config: prints the options to stdout if it is given, and returns whether it is.
/// Throws: as config_to_print().
bool config_printed(const CommandLine& parsed, const CommandSpec& spec);

/// A program's own options, which `read` takes from its command line, checked; nothing where --help or the like was
/// answered. What --print-config prints has thus been checked, too.
/// Throws: as parse_command_line(), `read` and config_printed(); UsageError where they throw OptionError.
template <class Read>
auto parse_options(const CommandSpec& spec, int argc, const char* const* argv, Read read,
                   const PresetValues& preset = {}) try {
  std::optional<decltype(read(std::declval<const CommandLine&>()))> options;
  const auto parsed = parse_command_line(spec, argc, argv, preset);
  if (parsed) options = read(*parsed);
  if (parsed && config_printed(*parsed, spec)) options.reset();
  return options;
} catch (const OptionError& error) {
  throw UsageError(error.what());
}

/// Reads the common options, and sets the number of threads and the SIMD target of the process.
/// Throws: UsageError, OptionError for an illegal value.
CommonOptions common_options(const CommandLine& parsed);

/// The file of --plot, if it is given.   Throws: UsageError unless its name ends like a picture's.
std::optional<std::string> plot_argument(const CommandLine& parsed);

/// Loads what --data names, or the built-in set.   Throws: as load(); Interrupted.
TrainTest load_data(const CommonOptions& options);

/// Likewise for a single set, by load_series().
SeriesSet load_one_set(const CommonOptions& options);

}  // namespace softwarp
