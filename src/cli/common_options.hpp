/// The options that all programs share.
#pragma once

#include <cstdint>
#include <cxxopts.hpp>
#include <optional>
#include <string>
#include <vector>

#include "data/load.hpp"
#include "report/progress.hpp"

namespace softwarp {

enum class Precision { single_precision, double_precision };

struct CommonOptions {
  std::optional<std::string> data;  ///< unset: the built-in set
  LoadOptions load;
  std::uint64_t seed = 0;
  Precision precision = Precision::single_precision;
  std::optional<std::string> json;  ///< file for the result, or "-"
  Progress::Style progress = Progress::Style::automatic;
};

/// Declares the common options, --help and --version among them.
void add_common_options(cxxopts::Options& options);

/// Parses the command line; answers --help, which lists the option groups in the given order, and --version itself: their
/// text goes to stdout and nothing is returned.
/// Throws: UsageError for an unknown option, a missing value or a stray word.
std::optional<cxxopts::ParseResult> parse_command_line(cxxopts::Options& options,
                                                       const std::vector<std::string>& groups, int argc,
                                                       const char* const* argv);

/// Reads the common options and sets the process's number of threads and SIMD target.   Throws: UsageError for an illegal value.
CommonOptions common_options(const cxxopts::ParseResult& parsed);

/// Loads what --data names, or the built-in set.   Throws: Error as load() does; Interrupted.
TrainTest load_data(const CommonOptions& options);

}  // namespace softwarp
