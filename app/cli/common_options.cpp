#include "app/cli/common_options.hpp"

#include <cstdlib>

#include "app/cli/config.hpp"
#include "app/cli/program.hpp"
#include "app/report/gnuplot.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/core/output_file.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/core/simd.hpp"
#include "softwarp/core/version.hpp"
#include "softwarp/data/synthetic.hpp"

namespace softwarp {

std::string to_text(Precision precision) { return precision == Precision::single_precision ? "float" : "double"; }

void add_common_options(CommandSpec& spec, DataUse use) {
  OptionGroup data{"Data", {}};
  const bool for_model = use == DataUse::for_model;
  if (use == DataUse::train_and_test || for_model) {
    data.options = {
        {"data", "PATH|NAME",
         "A folder with NAME_TRAIN and NAME_TEST (.ts, .tsv, .csv, .txt), a file, - for standard input, the name of a "
         "data set in the folder $UCR_ARCHIVE, or a built-in set: cbf, Cylinder-Bell-Funnel, 30 + 900 series of 128 "
         "steps; spikes, two spikes and the step that follows from them, 500 + 500 of 40 (default: cbf)"},
        {"test-fraction", "F", "For a single file: fraction of its series, the last ones, to test on; 0 < F < 1",
         "0.2"}};
    if (for_model)
      data.options.back() = {
          "test-fraction", "F",
          "For a single file: fraction of its series, the last ones, to forecast; 0 < F < 1 (default: all of them)"};
  } else if (use == DataUse::one_set) {
    data.options = {
        {"data", "PATH|NAME",
         "A file, - for standard input, a folder with NAME_TRAIN and NAME_TEST (.ts, .tsv, .csv, .txt), the "
         "name of a data set in the folder $UCR_ARCHIVE, or a built-in set; of the latter three, the "
         "training series: cbf, Cylinder-Bell-Funnel, 30 series of 128 steps; spikes, two spikes and the "
         "step that follows from them, 500 of 40 (default: cbf)"}};
  }
  if (use != DataUse::no_set) {
    data.options.push_back(
        {"labels", "COLUMN",
         "first | none | NAME | NUMBER, from 1: which column of a file holds the class labels (default: under a "
         "header, that called label, class, target or y, or a first one of words; without a header the first, on "
         "standard input only one of words)"});
  }
  const std::string dims = "Dimensions of a step; a row holds the values of step 1, then those of step 2, ...; >= 1";
  if (for_model)
    data.options.push_back({"dims", "D", dims + " (default: those of the model)"});
  else
    data.options.push_back({"dims", "D", dims + " (default: 1, or what a .ts file says)"});
  spec.groups.push_back(data);
  spec.groups.push_back(
      {"Run",
       {{"seed", "N", "Seed of all random numbers; >= 0", "0"},
        {"threads", "N", "Number of threads, 1 to 1024; results do not depend on it (default: one per core)"},
        {"simd", "NAME",
         "Vector instructions to use: auto | " + joined(simd_names(), " | ") + "; also $SOFTWARP_SIMD (default: auto)"},
        {"precision", "TYPE", "float | double: precision of the computation; errors are always measured in double",
         "float"},
        {"json", "FILE", "Write the result as JSON to FILE; with -, print nothing but JSON to standard output"},
        {"quiet", "", "Show no progress on stderr"},
        {"config", "FILE",
         "Read options from FILE: TOML with one line `option = value` per option; the command line takes precedence"},
        {"print-config", "", "Print the resulting options as such a file, and exit"},
        {"version", "", "Print the version and exit"},
        {"help", "", "Print this text and exit"}}});
}

std::optional<CommandLine> parse_command_line(const CommandSpec& spec, int argc, const char* const* argv,
                                              const PresetValues& preset) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  CommandLine parsed(spec, {}, words);
  if (parsed.flag("help")) {
    OutputFile("-").commit(help_text(spec));
    return std::nullopt;
  }
  if (parsed.flag("version")) {
    OutputFile("-").commit(spec.program + " (softwarp) " + kVersion + "\n");
    return std::nullopt;
  }
  if (!spec.takes_words && !parsed.words().empty())
    throw UsageError("expected only options, found \"" + parsed.words().front() + "\"");
  OptionValues config;
  if (parsed.given("config")) {
    config = read_config(parsed.text("config"), spec);
    parsed = CommandLine(spec, config, words);
  }
  if (preset) {
    OptionValues weaker = preset(parsed);
    weaker.insert(weaker.end(), config.begin(), config.end());
    parsed = CommandLine(spec, weaker, words);
  }
  return parsed;
}

bool config_printed(const CommandLine& parsed, const CommandSpec& spec) {
  const bool asked = parsed.flag("print-config");
  if (asked) OutputFile("-").commit(config_to_print(parsed, spec));
  return asked;
}

CommonOptions common_options(const CommandLine& parsed) {
  CommonOptions options;
  options.data = parsed.value("data");
  if (const char* archive = std::getenv("UCR_ARCHIVE")) options.load.archive = archive;
  if (parsed.given("test-fraction"))
    options.load.test_fraction =
        parsed.real("test-fraction", {.low = 0, .high = 1, .open_low = true, .open_high = true});
  if (parsed.given("dims")) options.load.read.dims = parsed.whole("dims", 1, 1'000'000);
  options.load.read.labels = parsed.value("labels");
  options.seed = static_cast<std::uint64_t>(parsed.whole("seed", 0));
  if (parsed.given("threads")) set_threads(static_cast<int>(parsed.whole("threads", 1, 1024)));
  if (parsed.given("simd")) {
    std::vector<std::string> names = simd_names();
    names.insert(names.begin(), "auto");
    set_simd(parsed.word("simd", names));
  }
  try_arguments(simd_name);  // so that a wrong $SOFTWARP_SIMD is reported before the work starts
  const bool single = parsed.word("precision", {"float", "double"}) == "float";
  options.precision = single ? Precision::single_precision : Precision::double_precision;
  options.json = parsed.value("json");
  if (parsed.flag("quiet")) options.progress = Progress::Style::silent;
  return options;
}

std::optional<std::string> plot_argument(const CommandLine& parsed) {
  const auto file = parsed.value("plot");
  if (file) try_arguments([&] { picture_ending(*file); });
  return file;
}

TrainTest load_data(const CommonOptions& options) {
  return options.data ? load(*options.data, options.load) : builtin_data();
}

SeriesSet load_one_set(const CommonOptions& options) {
  return options.data ? load_series(*options.data, options.load) : builtin_data().train;
}

}  // namespace softwarp
