#include "app/cli/window_options.hpp"

#include <cmath>

#include "app/cli/program.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

constexpr Index kMostSteps = 1'000'000;

double size_argument(const CommandLine& parsed, const std::string& option) {
  const double size = parsed.real(option, {.low = 0, .open_low = true});
  if (size >= 1 && size != std::round(size))
    throw UsageError("--" + option + ": expected a share below 1 or a whole number of steps, found " + to_text(size));
  return size;
}

}  // namespace

PartSizes WindowOptions::part_sizes() const {
  PartSizes parts = sizes;
  if (backtest) parts.test = static_cast<double>(*backtest * shape.horizon);
  return parts;
}

WindowShape WindowOptions::test_shape() const {
  WindowShape test = shape;
  test.stride = backtest ? shape.horizon : 1;
  return test;
}

OptionGroup window_options_group() {
  return {
      "Long series: a file with a row for each moment, cut into windows",
      {{"window", "W", "Steps that the network sees; >= 1 (default: none: a row is a series)"},
       {"horizon", "H", "Steps to forecast; >= 1; needed with --window"},
       {"target", "COLUMNS",
        "Columns to forecast, by name or number from 1 (default: all columns of numbers but those named elsewhere)"},
       {"covariates", "COLUMNS", "Columns that are seen beside them and not forecast (default: none)"},
       {"time", "COLUMN", "Column of the time (default: the first one that holds dates)"},
       {"series", "COLUMN", "Column that tells several series apart (default: the file is one)"},
       {"channels", "NAME",
        "each | all: one network that takes the columns one at a time, or one that sees and forecasts them "
        "together",
        "each"},
       {"stride", "S", "Steps from one window to learn from to the next; >= 1", "1"},
       {"season", "P", "Steps of a season, for the naive forecasts; >= 1 (default: found on the training part)"},
       {"train-size", "N",
        "Steps to train on, from the first one, or their share below 1 (default: all before the other parts)"},
       {"test-size", "N",
        "Steps to test on, after those to train and validate on, or their share below 1 (default: 0.2)"},
       {"backtest", "N",
        "Test on the last N horizons instead, each forecast from the steps before it; >= 1 (default: none)"}}};
}

std::optional<WindowOptions> window_options(const CommandLine& parsed, double validation) {
  if (!parsed.given("window")) {
    for (const OptionSpec& option : window_options_group().options) {
      if (parsed.changed(option.name)) throw UsageError("--" + option.name + ": expected --window with it, found none");
    }
    return std::nullopt;
  }
  for (const char* option : {"dims", "labels", "split", "test-fraction"}) {
    if (parsed.changed(option))
      throw UsageError(std::string("--") + option +
                       ": expected no --window with it, found one; it is for series in rows");
  }
  if (!parsed.given("horizon")) throw UsageError("--horizon: expected a number of steps with --window, found none");
  WindowOptions options;
  options.shape.window = parsed.whole("window", 1, kMostSteps);
  options.shape.horizon = parsed.whole("horizon", 1, kMostSteps);
  options.shape.stride = parsed.whole("stride", 1, kMostSteps);
  if (parsed.word("channels", {"each", "all"}) == "all") options.shape.channels = Channels::all;
  options.read.time = parsed.value("time");
  options.read.series = parsed.value("series");
  if (parsed.given("target")) options.read.targets = parsed.list("target");
  if (parsed.given("covariates")) options.read.covariates = parsed.list("covariates");
  if (parsed.given("season")) options.season = parsed.whole("season", 1, kMostSteps);
  if (parsed.given("train-size")) options.sizes.train = size_argument(parsed, "train-size");
  if (parsed.given("test-size")) options.sizes.test = size_argument(parsed, "test-size");
  options.sizes.validation = validation;
  if (parsed.given("backtest")) {
    for (const char* size : {"train-size", "test-size"}) {
      if (parsed.given(size))
        throw UsageError(std::string("--backtest: expected no --") + size + " beside it, found one");
    }
    options.backtest = parsed.whole("backtest", 1, kMostSteps);
  }
  return options;
}

}  // namespace softwarp
