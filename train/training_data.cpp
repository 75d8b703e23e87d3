#include "training_data.hpp"

#include "softwarp/data/cut_series.hpp"

namespace softwarp {
namespace {

TrainingData windows_of(const WindowOptions& options, const std::string& path, double& validation) {
  LongSeriesSet set = read_long_series(path, options.read);
  const TimeParts parts = split_time(span_of(set), options.part_sizes(), set.name);
  const auto series = std::make_shared<const MeasuredSeries>(measured(std::move(set), parts.learnt_until()));
  validation = static_cast<double>(parts.validation) / static_cast<double>(parts.train.count());
  return {.train = std::make_unique<Windows>(series, options.shape, parts.train),
          .test = std::make_unique<Windows>(series, options.test_shape(), parts.test)};
}

}  // namespace

TrainingData load_training_data(TrainOptions& options) {
  if (options.windows) {
    if (!options.common.data) throw UsageError("--data: expected a file with --window, found none");
    double validation = 0;
    TrainingData data = windows_of(*options.windows, *options.common.data, validation);
    for (ComparisonOptions& network : options.networks) network.validation = validation;
    const Index targets = data.train->windows()->series()->set.targets;
    if (options.onnx && targets > 1 && options.windows->shape.channels == Channels::each)
      throw UsageError("--export: expected one column to forecast or --channels all with it, found " +
                       std::to_string(targets) + " columns that are taken one at a time");
    return data;
  }
  const double split = options.comparison().split;
  TrainTest data = load_data(options.common);
  const ForecastShape shape = forecast_shape(data, split);
  return {.train = std::make_unique<CutSeries>(std::move(data.train), split, shape),
          .test = std::make_unique<CutSeries>(std::move(data.test), split, shape)};
}

}  // namespace softwarp
