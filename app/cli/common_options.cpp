#include "app/cli/common_options.hpp"

#include <cstdlib>

#include "app/cli/arguments.hpp"
#include "app/cli/config.hpp"
#include "app/cli/program.hpp"
#include "softwarp/core/output_file.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/core/simd.hpp"
#include "softwarp/core/version.hpp"
#include "softwarp/data/synthetic.hpp"

namespace softwarp {
namespace {

std::string join(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) joined += (joined.empty() ? "" : " | ") + word;
  return joined;
}

// An interrupted read looks like the end of the data, or like bad data.
template <class Reader>
auto read(Reader reader) try {
  auto data = reader();
  check_interrupt();
  return data;
} catch (const std::exception&) {
  check_interrupt();
  throw;
}

// Parses the command line on top of weaker settings, which come first: the last value of an option wins.
cxxopts::ParseResult parse_over(cxxopts::Options& options, const std::vector<Settings>& weaker, int argc,
                                const char* const* argv) {
  std::vector<std::string> words{argv[0]};
  for (const Settings& settings : weaker) {
    for (const auto& [option, value] : settings) words.push_back("--" + option + "=" + value);
  }
  words.insert(words.end(), argv + 1, argv + argc);
  // cxxopts accepts one-letter options only with a single dash: --k and --k=3 become -k and -k3.
  for (std::string& word : words) {
    if (word.size() < 3 || !word.starts_with("--") || (word.size() > 3 && word[3] != '=')) continue;
    word.erase(0, 1);
    if (word.size() > 2) word.erase(2, 1);
  }
  std::vector<const char*> all;
  for (const std::string& word : words) all.push_back(word.c_str());
  return options.parse(static_cast<int>(all.size()), all.data());
}

}  // namespace

std::string to_text(Precision precision) { return precision == Precision::single_precision ? "float" : "double"; }

void add_common_options(cxxopts::Options& options, DataUse use) {
  const auto text = [](const char* value) { return cxxopts::value<std::string>()->default_value(value); };
  const auto unset = [] { return cxxopts::value<std::string>(); };
  auto data = options.add_options("Data");
  if (use == DataUse::train_and_test) {
    data("data",
         "A folder with NAME_TRAIN and NAME_TEST (.tsv, .csv, .txt), a file, - for standard input, or the name of a "
         "data set in the folder $UCR_ARCHIVE (default: built-in Cylinder-Bell-Funnel, 30 + 900 series of 128 steps)",
         unset(), "PATH|NAME");
    data("test-fraction", "For a single file: fraction of its series, the last ones, to test on; 0 < F < 1",
         text("0.2"), "F");
  } else if (use == DataUse::one_set) {
    data("data",
         "A file, - for standard input, a folder with NAME_TRAIN and NAME_TEST (.tsv, .csv, .txt), or the name of a "
         "data set in the folder $UCR_ARCHIVE; of the latter two, the training series (default: built-in "
         "Cylinder-Bell-Funnel, 30 series of 128 steps)",
         unset(), "PATH|NAME");
  }
  if (use != DataUse::no_set) {
    data("labels",
         "first | none: whether the first field of a row is its class label (default: none for - and for a .csv with a "
         "header, otherwise first)",
         unset(), "WHERE");
  }
  data("dims", "Dimensions of a step; a row holds the values of step 1, then those of step 2, ...; >= 1", text("1"),
       "D");
  auto run = options.add_options("Run");
  run("seed", "Seed of all random numbers; >= 0", text("0"), "N");
  run("threads", "Number of threads, 1 to 1024; results do not depend on it (default: one per core)", unset(), "N");
  run("simd", "Vector instructions to use: auto | " + join(simd_names()) + "; also $SOFTWARP_SIMD (default: auto)",
      unset(), "NAME");
  run("precision", "float | double: precision of the computation; errors are always measured in double", text("float"),
      "TYPE");
  run("json", "Write the result as JSON to FILE; with -, print nothing but JSON to standard output", unset(), "FILE");
  run("quiet", "Show no progress on stderr");
  run("config",
      "Read options from FILE: TOML with one line `option = value` per option; the command line takes precedence",
      unset(), "FILE");
  run("print-config", "Print the resulting options as such a file, and exit");
  run("version", "Print the version and exit");
  run("h,help", "Print this text and exit");
}

std::optional<cxxopts::ParseResult> parse_command_line(cxxopts::Options& options,
                                                       const std::vector<std::string>& groups, int argc,
                                                       const char* const* argv, const SettingsOf& preset) try {
  options.set_width(110);
  cxxopts::ParseResult parsed = parse_over(options, {}, argc, argv);
  if (parsed.count("help") > 0) {
    OutputFile("-").commit(options.help(groups));
    return std::nullopt;
  }
  if (parsed.count("version") > 0) {
    OutputFile("-").commit(options.program() + " (softwarp) " + kVersion + "\n");
    return std::nullopt;
  }
  if (!parsed.unmatched().empty())
    throw UsageError("expected only options, found \"" + parsed.unmatched().front() + "\"");
  Settings config;
  if (parsed.count("config") > 0) {
    config = read_config(parsed["config"].as<std::string>(), options);
    parsed = parse_over(options, {config}, argc, argv);
  }
  if (preset) parsed = parse_over(options, {preset(parsed), config}, argc, argv);
  if (parsed["print-config"].as<bool>()) {
    OutputFile("-").commit(write_config(parsed, options));
    return std::nullopt;
  }
  return parsed;
} catch (const cxxopts::exceptions::exception& error) {
  throw UsageError(error.what());
}

CommonOptions common_options(const cxxopts::ParseResult& parsed) {
  CommonOptions options;
  if (parsed.count("data") > 0) options.data = parsed["data"].as<std::string>();
  if (const char* archive = std::getenv("UCR_ARCHIVE")) options.load.archive = archive;
  if (parsed.count("test-fraction") > 0)
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
  simd_name();  // so that a wrong $SOFTWARP_SIMD is reported before the work starts
  const bool single = word_argument("precision", parsed["precision"].as<std::string>(), {"float", "double"}) == "float";
  options.precision = single ? Precision::single_precision : Precision::double_precision;
  if (parsed.count("json") > 0) options.json = parsed["json"].as<std::string>();
  if (parsed["quiet"].as<bool>()) options.progress = Progress::Style::silent;
  return options;
}

TrainTest load_data(const CommonOptions& options) {
  return read([&] { return options.data ? load(*options.data, options.load) : builtin_data(); });
}

SeriesSet load_one_set(const CommonOptions& options) {
  return read([&] { return options.data ? load_series(*options.data, options.load) : builtin_data().train; });
}

}  // namespace softwarp
