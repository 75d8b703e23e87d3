#include "train_report.hpp"

#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "core/parallel.hpp"
#include "core/simd.hpp"
#include "core/version.hpp"
#include "report/table.hpp"

namespace softwarp {
namespace {

using nlohmann::ordered_json;

std::string gamma_text(const LossSpec& loss) { return loss.gamma ? to_text(*loss.gamma) : "-"; }

ordered_json errors_json(const ForecastErrors& errors) {
  return {{"dtw", errors.dtw}, {"euclidean", errors.euclidean}};
}

std::string counted(Index count, const std::string& noun) { return std::to_string(count) + " " + noun; }

}  // namespace

std::string table_report(const TrainTest& data, const TrainOptions& options, const Comparison& result) {
  const Index repeats = options.comparison.repeats;
  std::string text = data.train.name + ": " + counted(data.train.count(), "training and ") +
                     counted(data.test.count(), "test series; ") + counted(result.shape.input, "steps in, ") +
                     counted(result.shape.target, "to forecast") +
                     (data.train.dims > 1 ? ", " + counted(data.train.dims, "dimensions") : "") + ".\n";
  text += "Test errors are means over the test series, in squared units of the data" +
          (repeats > 1 ? "; ± is the deviation over " + counted(repeats, "seeds") : std::string()) + ".\n\n";

  Table table({"loss", "gamma", "init", "test DTW", "test Euclidean", "training loss", "epochs", "seconds"});
  for (std::size_t first = 0; first < result.runs.size(); first += static_cast<std::size_t>(repeats)) {
    std::vector<double> dtw, euclidean, loss, seconds;
    for (std::size_t k = first; k < first + static_cast<std::size_t>(repeats); ++k) {
      const Run& run = result.runs[k];
      dtw.push_back(run.test.dtw);
      euclidean.push_back(run.test.euclidean);
      loss.push_back(run.train_loss);
      seconds.push_back(run.seconds);
    }
    const Run& run = result.runs[first];
    table.add({run.loss.name, gamma_text(run.loss), to_text(run.init), mean_and_deviation(dtw),
               mean_and_deviation(euclidean), mean_and_deviation(loss), std::to_string(run.epochs),
               rounded(mean_of(seconds), 2)});
  }
  for (const Baseline& baseline : result.baselines) {
    table.add({baseline.name, "-", "-", rounded(baseline.test.dtw), rounded(baseline.test.euclidean), "-", "-", "-"});
  }
  return text + table.text();
}

std::string json_report(const TrainTest& data, const TrainOptions& options, const Comparison& result) {
  const ComparisonOptions& comparison = options.comparison;
  const TrainerOptions& trainer = comparison.trainer;
  ordered_json report{
      {"schema", 1}, {"program", "train"}, {"version", kVersion}, {"simd", simd_name()}, {"threads", threads()}};
  report["data"] = {{"name", data.train.name},     {"train", data.train.count()},
                    {"test", data.test.count()},   {"length", std::max(data.train.longest(), data.test.longest())},
                    {"input", result.shape.input}, {"output", result.shape.target},
                    {"dims", data.train.dims}};

  ordered_json& shown = report["options"];
  shown = {{"preset", options.preset},
           {"split", comparison.split},
           {"hidden", comparison.hidden},
           {"activation", to_text(comparison.activation)},
           {"optimizer", options.optimizer}};
  shown["learning_rate"] = trainer.optimizer ? ordered_json(trainer.optimizer->learning_rate) : ordered_json();
  shown["momentum"] = options.optimizer == "sgd" ? ordered_json(trainer.optimizer->momentum) : ordered_json();
  shown.update({{"epochs", trainer.epochs},
                {"batch_size", trainer.batch_size},
                {"z_normalise", comparison.z_normalise},
                {"seed", comparison.seed},
                {"repeats", comparison.repeats},
                {"precision", options.common.precision == Precision::single_precision ? "float" : "double"}});

  report["runs"] = ordered_json::array();
  for (const Run& run : result.runs) {
    report["runs"].push_back({{"loss", run.loss.name},
                              {"gamma", run.loss.gamma ? ordered_json(*run.loss.gamma) : ordered_json()},
                              {"init", to_text(run.init)},
                              {"seed", run.seed},
                              {"epochs", run.epochs},
                              {"seconds", run.seconds},
                              {"train", {{"loss", run.train_loss}}},
                              {"test", errors_json(run.test)}});
  }
  report["baselines"] = ordered_json::array();
  for (const Baseline& baseline : result.baselines)
    report["baselines"].push_back({{"name", baseline.name}, {"test", errors_json(baseline.test)}});
  // A file's name need not be UTF-8, JSON must be.
  return report.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace softwarp
