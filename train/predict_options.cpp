#include "predict_options.hpp"

namespace softwarp {

CommandSpec predict_command() {
  CommandSpec spec{
      "predict",
      "Forecasts series with a model that train --save wrote, one line of tab-separated numbers per series. Where\n"
      "the data contain what is forecast, the errors are reported as train reports them.\n"
      "--data takes all series of a single file (with --test-fraction, those that train tests on), and the test\n"
      "series of a folder or a named set. Dimensions and precision are the model's and nothing is random, so\n"
      "--precision and --seed have no effect.\n"
      "With a model of windows, --data is one file, and the forecasts are CSV: the moments after its last row.\n"};
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
  spec.groups.push_back(
      {"Models of windows (train --window): --data is a file with a row for each moment",
       {{"backtest", "N",
         "Forecast the end of the file from N moments, a horizon apart, each from the rows before it, and report the "
         "errors; >= 1 (default: none: what comes after the last row is forecast)"},
        {"plot", "FILE", "Draw the newest rows and the forecasts to FILE: .svg, .png or .pdf; needs gnuplot"},
        {"time", "COLUMN", "Column of the time in this file (default: named as in training)"},
        {"series", "COLUMN", "Column that tells several series apart (default: as in training)"},
        {"target", "COLUMNS",
         "Columns to forecast, by name or number from 1, in the order of training (default: likewise)"},
        {"covariates", "COLUMNS", "Columns that are seen beside them (default: likewise)"}}});
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

  options.plot = plot_argument(parsed);
  if (parsed.given("backtest")) options.backtest = parsed.whole("backtest", 1, 1'000'000);
  options.columns.time = parsed.value("time");
  options.columns.series = parsed.value("series");
  if (parsed.given("target")) options.columns.targets = parsed.list("target");
  if (parsed.given("covariates")) options.columns.covariates = parsed.list("covariates");
  for (const char* option : {"backtest", "plot", "time", "series", "target", "covariates"}) {
    if (parsed.given(option)) options.for_windows.emplace_back(option);
  }
  return options;
}

}  // namespace softwarp
