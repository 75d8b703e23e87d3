/// The options that all programs share.
#pragma once

#include <cstdint>
#include <cxxopts.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/config.hpp"
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

/// What a program does with --data: learn from one part and judge with the other, take one set as it is, or do without.
enum class DataUse { train_and_test, one_set, no_set };

/// Declares the common options, --help and --version among them.
void add_common_options(cxxopts::Options& options, DataUse use = DataUse::train_and_test);

/// What a program would set by itself, given what the user has set: the values of a preset.
using SettingsOf = std::function<Settings(const cxxopts::ParseResult&)>;

/// Parses the command line over the file of --config over the preset: of an option that several of them set, the first
/// one's value holds. Answers --help, which lists the option groups in the given order, --version and --print-config
/// itself: their text goes to stdout and nothing is returned.
/// Throws: UsageError for an unknown option, a missing value or a stray word; as read_config() does.
std::optional<cxxopts::ParseResult> parse_command_line(cxxopts::Options& options,
                                                       const std::vector<std::string>& groups, int argc,
                                                       const char* const* argv, const SettingsOf& preset = {});

/// Reads the common options and sets the process's number of threads and SIMD target.
/// Throws: UsageError for an illegal value.
CommonOptions common_options(const cxxopts::ParseResult& parsed);

/// Loads what --data names, or the built-in set.   Throws: Error as load() does; Interrupted.
TrainTest load_data(const CommonOptions& options);

/// Likewise one set: load_series().
SeriesSet load_one_set(const CommonOptions& options);

}  // namespace softwarp
