#include "cli/common_options.hpp"

#include <cstdlib>
#include <iostream>

#include "cli/arguments.hpp"
#include "cli/program.hpp"
#include "core/parallel.hpp"
#include "core/simd.hpp"
#include "core/version.hpp"
#include "data/synthetic.hpp"

namespace softwarp {
namespace {

std::string join(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) joined += (joined.empty() ? "" : " | ") + word;
  return joined;
}

}  // namespace

void add_common_options(cxxopts::Options& options) {
  const auto text = [](const char* value) { return cxxopts::value<std::string>()->default_value(value); };
  const auto unset = [] { return cxxopts::value<std::string>(); };
  auto data = options.add_options("Data");
  data("data",
       "Folder with NAME_TRAIN and NAME_TEST (.tsv, .csv, .txt), one file, - for standard input, or the name of a set "
       "in the folder that $UCR_ARCHIVE names (default: built-in Cylinder-Bell-Funnel, 30 + 900 series of 128 steps)",
       unset(), "PATH|NAME");
  data("test-fraction", "Of a single file: share of its series, the last ones, that test; 0 < F < 1", text("0.2"), "F");
  data("labels",
       "first | none: is the first field of a row its class label? (default: none for - and for a .csv with a header, "
       "else first)",
       unset(), "WHERE");
  data("dims", "Dimensions of a step; a row holds the values of step 1, then of step 2, ...; >= 1", text("1"), "D");
  auto run = options.add_options("Run");
  run("seed", "Seed of all random numbers; >= 0", text("0"), "N");
  run("threads", "Threads, 1 to 1024; results do not depend on it (default: one per core)", unset(), "N");
  run("simd", "Vector instructions to use: auto | " + join(simd_names()) + "; also $SOFTWARP_SIMD (default: auto)",
      unset(), "NAME");
  run("precision", "float | double: numbers of network and loss; errors are always measured in double", text("float"),
      "TYPE");
  run("json", "Write the result as JSON to FILE, or alone to standard output for -", unset(), "FILE");
  run("quiet", "No progress on stderr");
  run("version", "Print the version");
  run("h,help", "Print this text");
}

std::optional<cxxopts::ParseResult> parse_command_line(cxxopts::Options& options,
                                                       const std::vector<std::string>& groups, int argc,
                                                       const char* const* argv) try {
  options.set_width(110);
  cxxopts::ParseResult parsed = options.parse(argc, argv);
  if (parsed.count("help") > 0) {
    std::cout << options.help(groups);
    return std::nullopt;
  }
  if (parsed.count("version") > 0) {
    std::cout << options.program() << " (softwarp) " << kVersion << '\n';
    return std::nullopt;
  }
  if (!parsed.unmatched().empty())
    throw UsageError("expected options alone, found \"" + parsed.unmatched().front() + "\"");
  return parsed;
} catch (const cxxopts::exceptions::exception& error) {
  throw UsageError(error.what());
}

CommonOptions common_options(const cxxopts::ParseResult& parsed) {
  CommonOptions options;
  if (parsed.count("data") > 0) options.data = parsed["data"].as<std::string>();
  if (const char* archive = std::getenv("UCR_ARCHIVE")) options.load.archive = archive;
  options.load.test_fraction = real_argument("test-fraction", parsed["test-fraction"].as<std::string>(),
                                             {.low = 0, .high = 1, .open_low = true, .open_high = true});
  options.load.read.dims = static_cast<Index>(whole_argument("dims", parsed["dims"].as<std::string>(), 1, 1'000'000));
  if (parsed.count("labels") > 0) {
    const std::string where = word_argument("labels", parsed["labels"].as<std::string>(), {"first", "none"});
    options.load.read.labels = where == "first" ? Labels::first : Labels::none;
  }
  options.seed = static_cast<std::uint64_t>(whole_argument("seed", parsed["seed"].as<std::string>(), 0));
  if (parsed.count("threads") > 0)
    set_threads(static_cast<int>(whole_argument("threads", parsed["threads"].as<std::string>(), 1, 1024)));
  if (parsed.count("simd") > 0) {
    std::vector<std::string> names = simd_names();
    names.insert(names.begin(), "auto");
    set_simd(word_argument("simd", parsed["simd"].as<std::string>(), names));
  }
  simd_name();  // a wrong $SOFTWARP_SIMD is found before the work
  const bool single = word_argument("precision", parsed["precision"].as<std::string>(), {"float", "double"}) == "float";
  options.precision = single ? Precision::single_precision : Precision::double_precision;
  if (parsed.count("json") > 0) options.json = parsed["json"].as<std::string>();
  if (parsed.count("quiet") > 0) options.progress = Progress::Style::silent;
  return options;
}

TrainTest load_data(const CommonOptions& options) try {
  TrainTest data = options.data ? load(*options.data, options.load) : builtin_data();
  check_interrupt();  // an interrupted read looks like the end of the data
  return data;
} catch (const std::exception&) {
  check_interrupt();
  throw;
}

}  // namespace softwarp
