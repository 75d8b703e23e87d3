#include "predict_options.hpp"

#include "app/cli/arguments.hpp"
#include "app/cli/program.hpp"

namespace softwarp {

std::optional<PredictOptions> parse_predict_options(int argc, const char* const* argv) {
  cxxopts::Options declared(
      "predict",
      "Forecasts series with a model that train --save wrote. Forecasts are lines of tab-separated numbers, one a\n"
      "series. Where the data hold what is forecast, the errors are reported as train reports them.\n"
      "--data takes all series of a single file (with --test-fraction those that train tests on), the test series\n"
      "of a folder or a named set. The model decides dimensions and precision, nothing is random: --precision and\n"
      "--seed change nothing here.\n");
  declared.custom_help("--model FILE [options]");
  const auto unset = [] { return cxxopts::value<std::string>(); };
  auto forecast = declared.add_options("Forecast");
  forecast("model", "Model to forecast with, as train --save wrote it", unset(), "FILE");
  forecast("output", "Write the forecasts to FILE (default: standard output; the errors then go to stderr)", unset(),
           "FILE");
  forecast("input",
           "auto | split | all: what the network sees of a series: split: the first part, as in training, to forecast "
           "the rest; all: the whole series, to forecast what comes next; auto: split where a series is longer than "
           "the network's input, else all",
           cxxopts::value<std::string>()->default_value("auto"), "PART");
  add_common_options(declared);
  const auto answer = parse_command_line(declared, {"Forecast", "Data", "Run"}, argc, argv);
  if (!answer) return std::nullopt;
  const cxxopts::ParseResult& parsed = *answer;
  if (parsed.count("model") == 0) throw UsageError("--model: expected a file, found none");

  PredictOptions options;
  options.common = common_options(parsed);
  options.model = parsed["model"].as<std::string>();
  const std::string seen = word_argument("input", parsed["input"].as<std::string>(), {"auto", "split", "all"});
  if (seen != "auto") options.seen = seen == "split" ? Seen::split : Seen::all;
  options.test_part = parsed.count("test-fraction") > 0;
  if (parsed.count("dims") > 0) options.dims = options.common.load.read.dims;
  if (parsed.count("output") > 0) options.output = parsed["output"].as<std::string>();
  return options;
}

}  // namespace softwarp
