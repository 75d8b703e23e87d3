#include "predict_options.hpp"

namespace softwarp {

CommandSpec predict_command() {
  CommandSpec spec{
      "predict",
      "Forecasts series with a model that train --save wrote, one line of tab-separated numbers per series. Where\n"
      "the data contain what is forecast, the errors are reported as train reports them.\n"
      "--data takes all series of a single file (with --test-fraction, those that train tests on), and the test\n"
      "series of a folder or a named set. Dimensions and precision are the model's and nothing is random, so\n"
      "--precision and --seed have no effect.\n"};
  spec.usage = "--model FILE [options]";
  spec.groups.push_back(
      {"Forecast",
       {{"model", "FILE", "Model to forecast with, as train --save wrote it"},
        {"output", "FILE", "Write the forecasts to FILE (default: standard output; the errors then go to stderr)"},
        {"input", "PART",
         "auto | split | all: what the network sees of each series. split: the first part, as in training, to "
         "forecast the rest; all: the whole series, to forecast what comes next; auto: split where a series is "
         "longer than the network's input, else all",
         "auto"}}});
  add_common_options(spec, DataUse::for_model);
  return spec;
}

PredictOptions predict_options(const CommandLine& parsed) {
  PredictOptions options;
  options.common = common_options(parsed);
  options.model = parsed.value("model");
  const std::string seen = parsed.word("input", {"auto", "split", "all"});
  if (seen != "auto") options.seen = seen == "split" ? Seen::split : Seen::all;
  options.test_part = parsed.given("test-fraction");
  if (parsed.given("dims")) options.dims = options.common.load.read.dims;
  options.output = parsed.value("output");
  return options;
}

}  // namespace softwarp
