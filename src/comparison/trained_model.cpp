#include "softwarp/comparison/trained_model.hpp"

#include "softwarp/core/number.hpp"
#include "softwarp/core/version.hpp"
#include "softwarp/data/fingerprint.hpp"

namespace softwarp {

Model trained_model(const TrainTest& data, const ComparisonOptions& options, const Comparison& result, const Run& run) {
  Model model{.network = result.network,
              .steps = result.shape,
              .dims = data.train.dims,
              .split = options.split,
              .z_normalise = options.z_normalise,
              .theta = run.theta,
              .origin = {{"version", kVersion},
                         {"loss", run.loss.name},
                         {"init", to_text(run.init)},
                         {"seed", std::to_string(run.seed)},
                         {"epochs", std::to_string(run.epochs)},
                         {"data", data.train.name},
                         {"data_fingerprint", fingerprint(data.train)},
                         {"train_series", std::to_string(data.train.count())},
                         {"test_dtw", to_text(run.test.dtw)},
                         {"test_euclidean", to_text(run.test.euclidean)}}};
  if (run.loss.gamma) model.origin["gamma"] = to_text(*run.loss.gamma);
  if (run.loss.first_gamma) model.origin["first_gamma"] = to_text(*run.loss.first_gamma);
  if (run.loss.alpha) model.origin["alpha"] = to_text(*run.loss.alpha);
  if (run.loss.band) model.origin["band"] = std::to_string(*run.loss.band);
  if (run.loss.cost) model.origin["cost"] = *run.loss.cost;
  return model;
}

}  // namespace softwarp
