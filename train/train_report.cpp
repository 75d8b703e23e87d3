#include "train_report.hpp"

#include <algorithm>

#include "app/report/json_report.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

using nlohmann::ordered_json;

ordered_json errors_json(const ForecastErrors& errors) {
  return {{"dtw", errors.dtw}, {"euclidean", errors.euclidean}, {"tdi", errors.tdi}, {"divergence", errors.divergence}};
}

// What all runs share; null where no loss has it.
template <class Value>
ordered_json shared_option(const std::vector<TrainingLoss>& losses, std::optional<Value> LossSpec::*option) {
  for (const TrainingLoss& loss : losses) {
    if (loss.*option) return *(loss.*option);
  }
  return nullptr;
}

ordered_json run_json(const Run& run) {
  ordered_json json{{"loss", run.loss.name}, {"gamma", json_or_null(run.loss.gamma)}};
  if (run.loss.first_gamma) json["first_gamma"] = *run.loss.first_gamma;
  if (run.gamma_choice) {
    json["gamma_choice"] = {{"candidates", run.gamma_choice->candidates},
                            {"validation_dtw", run.gamma_choice->validation_dtw},
                            {"validation_series", run.gamma_choice->series}};
  }
  json.update({{"init", to_text(run.init)},
               {"seed", run.seed},
               {"restart", run.restart},
               {"epochs", run.epochs},
               {"best_epoch", run.best_epoch},
               {"seconds", run.seconds},
               {"train", {{"loss", run.train_loss}, {"dtw", run.train.dtw}, {"euclidean", run.train.euclidean}}},
               {"test", errors_json(run.test)}});
  if (run.validation) {
    json["validation"] = {
        {"loss", run.validation->loss}, {"dtw", run.validation->dtw}, {"euclidean", run.validation->euclidean}};
  }
  return json;
}

// Mean and deviation of a number over the seeds.
std::string over_seeds(std::span<const Run> runs, double ForecastErrors::*error) {
  std::vector<double> numbers;
  for (const Run& run : runs) numbers.push_back(run.test.*error);
  return mean_and_deviation(numbers);
}

std::string counted(Index count, const std::string& noun) { return std::to_string(count) + " " + noun; }

// Which of the runs lies in which file.
std::string saved_text(const TrainOptions& options, const Comparison& result) {
  if (!options.save && !options.onnx) return "";
  std::string text = "\nSaved: " + choice_in_words(result);
  for (const auto& file : {options.save, options.onnx}) {
    if (file) text += "; " + *file;
  }
  return text + "\n";
}

}  // namespace

std::string gamma_text(const Run& run) {
  if (!run.loss.gamma) return "-";
  const std::string gamma = to_text(*run.loss.gamma);
  if (run.gamma_choice) return gamma + "*";
  return run.loss.first_gamma ? to_text(*run.loss.first_gamma) + ":" + gamma : gamma;
}

std::string in_words(const TrainingLoss& loss) {
  if (!loss.gamma) return loss.name;
  return loss.name + ", gamma " + (loss.first_gamma ? to_text(*loss.first_gamma) + ":" : "") + to_text(*loss.gamma);
}

std::string in_words(const Run& run) { return in_words(run.loss) + ", init " + to_text(run.init); }

std::string data_in_words(const TrainTest& data, const Comparison& result) {
  return data.train.name + ": " + counted(data.train.count(), "training and ") +
         counted(data.test.count(), "test series; ") + counted(result.shape.input, "steps in, ") +
         counted(result.shape.target, "to forecast") +
         (data.train.dims > 1 ? ", " + counted(data.train.dims, "dimensions") : "") + ".";
}

std::string errors_in_words(const ComparisonOptions& options) {
  return "Means over the test series, in squared units of the data (TDI: none); divergence: soft-DTW, gamma " +
         to_text(kDivergenceGamma) +
         (options.repeats > 1 ? "; ± over " + counted(options.repeats, "seeds") : std::string()) + ".";
}

std::string choice_in_words(const Comparison& result) {
  const Run& run = chosen_run(result);
  const std::string name = in_words(run) + ", seed " + std::to_string(run.seed);
  if (result.runs.size() == 1) return name;
  return name + ", the lowest DTW on the " + (run.validation ? "validation" : "training") + " series (" +
         rounded(run.validation ? run.validation->dtw : run.train.dtw) + ")";
}

std::string gamma_choice_in_words(const Comparison& result) {
  const auto with_choice =
      std::ranges::find_if(result.runs, [](const Run& run) { return run.gamma_choice.has_value(); });
  if (with_choice == result.runs.end()) return "";
  const GammaChoice& choice = *with_choice->gamma_choice;  // all were chosen among the same
  std::string text = "* chosen among ";
  for (const double gamma : choice.candidates) text += to_text(gamma) + (gamma == choice.candidates.back() ? "" : ", ");
  return text + ": least DTW on " + std::to_string(choice.series) + " training series held out.";
}

std::vector<std::span<const Run>> settings(const Comparison& result, const ComparisonOptions& options) {
  const auto seeds = static_cast<std::size_t>(options.repeats);
  std::vector<std::span<const Run>> settings;
  for (std::size_t first = 0; first < result.runs.size(); first += seeds)
    settings.push_back(std::span(result.runs).subspan(first, seeds));
  return settings;
}

Table result_table(const Comparison& result, const ComparisonOptions& options) {
  // Eight columns would not fit a terminal: training loss, epochs and seconds are in the JSON.
  Table table({"loss", "gamma", "init", "test DTW", "Euclidean", "TDI", "divergence"});
  for (const std::span<const Run> runs : settings(result, options)) {
    const Run& run = runs.front();
    table.add({run.loss.name, gamma_text(run), to_text(run.init), over_seeds(runs, &ForecastErrors::dtw),
               over_seeds(runs, &ForecastErrors::euclidean), over_seeds(runs, &ForecastErrors::tdi),
               over_seeds(runs, &ForecastErrors::divergence)});
  }
  for (const Baseline& baseline : result.baselines) {
    table.add({baseline.name, "", "", rounded(baseline.test.dtw), rounded(baseline.test.euclidean),
               rounded(baseline.test.tdi), rounded(baseline.test.divergence)});
  }
  return table;
}

std::string table_report(const TrainTest& data, const TrainOptions& options, const Comparison& result) {
  const std::string gamma_choice = gamma_choice_in_words(result);
  return data_in_words(data, result) + "\n" + errors_in_words(options.comparison) + "\n\n" +
         result_table(result, options.comparison).text() + (gamma_choice.empty() ? "" : gamma_choice + "\n") +
         saved_text(options, result);
}

std::string json_report(const TrainTest& data, const TrainOptions& options, const Comparison& result) {
  const ComparisonOptions& comparison = options.comparison;
  const TrainerOptions& trainer = comparison.trainer;
  ordered_json report = json_header("train");
  report["data"] = {{"name", data.train.name},     {"train", data.train.count()},
                    {"test", data.test.count()},   {"length", std::max(data.train.longest(), data.test.longest())},
                    {"input", result.shape.input}, {"output", result.shape.target},
                    {"dims", data.train.dims}};

  ordered_json& shown = report["options"];
  shown = {{"preset", options.preset},
           {"alpha", shared_option(comparison.losses, &LossSpec::alpha)},
           {"band", shared_option(comparison.losses, &LossSpec::band)},
           {"cost", shared_option(comparison.losses, &LossSpec::cost)},
           {"split", comparison.split},
           {"hidden", comparison.hidden},
           {"activation", to_text(comparison.activation)},
           {"optimizer", options.optimizer}};
  shown["learning_rate"] = trainer.optimizer ? ordered_json(trainer.optimizer->learning_rate) : ordered_json();
  shown["momentum"] = options.optimizer == "sgd" ? ordered_json(trainer.optimizer->momentum) : ordered_json();
  shown.update({{"epochs", trainer.epochs},
                {"batch_size", trainer.batch_size},
                {"schedule", to_text(trainer.schedule.kind)},
                {"warm_up", trainer.schedule.warm_up},
                {"weight_decay", trainer.optimizer ? ordered_json(trainer.optimizer->weight_decay) : ordered_json()},
                {"clip", json_or_null(trainer.clip)},
                {"validation", comparison.validation},
                {"monitor", to_text(trainer.monitor)},
                {"patience", trainer.patience ? ordered_json(*trainer.patience) : ordered_json()},
                {"restarts", comparison.restarts},
                {"z_normalise", comparison.z_normalise},
                {"seed", comparison.seed},
                {"repeats", comparison.repeats},
                {"start", comparison.start ? ordered_json(comparison.start->path) : ordered_json()},
                {"precision", to_text(options.common.precision)}});

  report["runs"] = ordered_json::array();
  for (const Run& run : result.runs) report["runs"].push_back(run_json(run));
  if (options.save || options.onnx) {
    const auto text_or_null = [](const std::optional<std::string>& text) {
      return text ? ordered_json(*text) : ordered_json();
    };
    report["saved"] = {{"run", &chosen_run(result) - result.runs.data()},
                       {"model", text_or_null(options.save)},
                       {"onnx", text_or_null(options.onnx)}};
  }
  report["baselines"] = ordered_json::array();
  for (const Baseline& baseline : result.baselines)
    report["baselines"].push_back({{"name", baseline.name}, {"test", errors_json(baseline.test)}});
  return json_text(report);
}

}  // namespace softwarp
