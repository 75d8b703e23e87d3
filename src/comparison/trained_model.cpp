#include "softwarp/comparison/trained_model.hpp"

#include "softwarp/core/number.hpp"
#include "softwarp/core/version.hpp"

namespace softwarp {
namespace {

ColumnFrame frame_of(const WindowFacts& windows) {
  const LongSeriesSet& set = windows.series->set;
  return {.columns = set.columns,
          .targets = set.targets,
          .channels = windows.train_windows.channels,
          .time = set.reading.time,
          .series = set.reading.series,
          .clock = set.clock,
          .mean = windows.series->mean,
          .deviation = windows.series->deviation};
}

}  // namespace

Model trained_model(const Comparison& comparison, const ComparisonOptions& options) {
  const DataFacts& data = comparison.data;
  const Setting& setting = comparison.chosen_setting();
  const TrainingLoss& loss = setting.loss;
  const Run& run = comparison.chosen_run();
  const ComparedNetwork& network = comparison.network_of(setting);
  Model model{.layers = network.spec.layers,
              .steps = data.shape,
              .dims = data.dims,
              .covariates = data.covariates,
              .split = options.split,
              .preparation = network.preparation,
              .theta = run.theta,
              .origin = {{"version", kVersion},
                         {"network", to_text(network.kind)},
                         {"loss", loss.name},
                         {"init", to_text(setting.init)},
                         {"seed", std::to_string(run.seed)},
                         {"epochs", std::to_string(run.epochs)},
                         {"data", data.name},
                         {"data_fingerprint", data.train.fingerprint},
                         {"train_series", std::to_string(data.train.count)}}};
  if (data.test.count > 0) {
    model.origin["test_dtw"] = to_text(run.test.dtw);
    model.origin["test_euclidean"] = to_text(run.test.euclidean);
  }
  if (data.windows) model.columns = frame_of(*data.windows);
  if (loss.gamma) model.origin["gamma"] = to_text(*loss.gamma);
  if (loss.first_gamma) model.origin["first_gamma"] = to_text(*loss.first_gamma);
  if (loss.alpha) model.origin["alpha"] = to_text(*loss.alpha);
  if (loss.band) model.origin["band"] = std::to_string(*loss.band);
  if (loss.cost) model.origin["cost"] = *loss.cost;
  return model;
}

}  // namespace softwarp
