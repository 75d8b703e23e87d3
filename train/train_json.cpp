#include "train_json.hpp"

#include <algorithm>
#include <cmath>

#include "app/report/json_report.hpp"
#include "long_series_json.hpp"

namespace softwarp {
namespace {

using nlohmann::ordered_json;

ordered_json text_or_null(const std::optional<std::string>& text) {
  return text ? ordered_json(*text) : ordered_json();
}

ordered_json values_json(const ErrorSums& in_data, const ErrorSums& in_scaled) {
  return {{"mse", json_or_null(in_data.mse())},          {"mae", json_or_null(in_data.mae())},
          {"rmse", json_or_null(in_data.rmse())},        {"mase", json_or_null(in_data.mase())},
          {"scaled_mse", json_or_null(in_scaled.mse())}, {"scaled_mae", json_or_null(in_scaled.mae())}};
}

ordered_json errors_json(const ForecastErrors& errors, const DataFacts& data) {
  ordered_json json{{"dtw", errors.dtw},
                    {"root_dtw", errors.root_dtw},
                    {"euclidean", errors.euclidean},
                    {"tdi", errors.tdi},
                    {"divergence", json_or_null(errors.divergence)}};
  if (!errors.values) return json;
  const Measures &in_data = errors.values->in_data, &in_scaled = errors.values->in_scaled;
  json.update(values_json(in_data.all(), in_scaled.all()));
  for (Index step = 0; step < in_data.steps(); ++step) {
    ordered_json& of_step = json["by_step"].emplace_back(ordered_json{{"step", step + 1}});
    of_step.update(values_json(in_data.of_step(step), in_scaled.of_step(step)));
  }
  for (Index target = 0; target < in_data.variables(); ++target) {
    const auto place = static_cast<std::size_t>(target);
    const Mean& dtw = errors.values->dtw[place];
    ordered_json& of_target = json["by_target"].emplace_back(
        ordered_json{{"target", data.windows->series->set.columns[place]},
                     {"dtw", json_or_null(dtw.count > 0 ? std::optional(dtw.value) : std::nullopt)}});
    of_target.update(values_json(in_data.of_variable(target), in_scaled.of_variable(target)));
  }
  return json;
}

ordered_json part_json(const Clock& clock, const WindowPart& part) {
  return {{"from", clock.text(part.time.begin)},
          {"to", clock.text(part.time.end - 1)},
          {"steps", part.time.count()},
          {"windows", part.windows},
          {"series_left_out", part.series_left_out}};
}

ordered_json windows_json(const WindowFacts& windows) {
  const LongSeriesSet& set = windows.series->set;
  ordered_json parts{{"train", part_json(set.clock, windows.learn)}};
  if (windows.validation) parts["validation"] = part_json(set.clock, *windows.validation);
  parts["test"] = part_json(set.clock, windows.test);
  const bool each = windows.train_windows.channels == Channels::each;
  ordered_json json{{"window", windows.train_windows.window},
                    {"season", windows.season() ? ordered_json(*windows.season()) : ordered_json()},
                    {"horizon", windows.train_windows.horizon},
                    {"stride", windows.train_windows.stride},
                    {"test_stride", windows.test_windows.stride},
                    {"channels", each ? "each" : "all"}};
  json.update(reading_json(set));
  json["parts"] = parts;
  json["left_out"] = span_of(set).end - windows.test.time.end;
  json["linear_left_out"] = windows.linear_left_out;
  return json;
}

ordered_json data_json(const DataFacts& data) {
  ordered_json json{{"name", data.name},         {"train", data.train.count},
                    {"test", data.test.count},   {"length", std::max(data.train.longest, data.test.longest)},
                    {"input", data.shape.input}, {"output", data.shape.target},
                    {"dims", data.dims},         {"reading", json_or_null(data.reading)}};
  if (data.windows) json["windows"] = windows_json(*data.windows);
  return json;
}

// What a network has of its own.
ordered_json network_json(const ComparisonOptions& options) {
  const TrainerOptions& trainer = options.trainer;
  const auto of_optimizer = [&](double OptimizerOptions::*option) {
    return trainer.optimizer ? ordered_json(*trainer.optimizer.*option) : ordered_json();
  };
  const bool is_sgd = trainer.optimizer && trainer.optimizer->kind == OptimizerKind::sgd;
  return {{"network", to_text(options.network)},
          {"hidden", options.hidden},
          {"activation", options.activation},
          {"kernel", options.kernel},
          {"optimizer", !trainer.optimizer ? "lbfgs"
                        : is_sgd           ? "sgd"
                                           : "adam"},
          {"learning_rate", of_optimizer(&OptimizerOptions::learning_rate)},
          {"momentum", is_sgd ? of_optimizer(&OptimizerOptions::momentum) : ordered_json()},
          {"epochs", trainer.epochs},
          {"batch_size", trainer.batch_size},
          {"schedule", to_text(trainer.schedule.kind)},
          {"warm_up", trainer.schedule.warm_up},
          {"weight_decay", of_optimizer(&OptimizerOptions::weight_decay)},
          {"clip", json_or_null(trainer.clip)},
          {"teacher_forcing", {trainer.teacher.first, trainer.teacher.last}},
          {"scale", to_text(options.scale)},
          {"base", to_text(options.base)}};
}

ordered_json options_json(const TrainOptions& options) {
  const ComparisonOptions& comparison = options.comparison();
  const TrainerOptions& trainer = comparison.trainer;
  ordered_json json{{"preset", options.preset},
                    {"alpha", shared_option(comparison.losses, &LossSpec::alpha)},
                    {"band", shared_option(comparison.losses, &LossSpec::band)},
                    {"cost", shared_option(comparison.losses, &LossSpec::cost)},
                    {"split", comparison.split}};
  if (options.networks.size() == 1) {
    json.update(network_json(comparison));
  } else {
    if (options.selection == Selection::best) json["network"] = "auto";
    for (const ComparisonOptions& network : options.networks) json["networks"].push_back(network_json(network));
  }
  json.update({{"validation", comparison.validation},
               {"monitor", to_text(trainer.monitor)},
               {"patience", trainer.patience ? ordered_json(*trainer.patience) : ordered_json()},
               {"restarts", comparison.restarts},
               {"seed", comparison.seed},
               {"repeats", comparison.repeats},
               {"start", comparison.start ? ordered_json(comparison.start->path) : ordered_json()},
               {"precision", to_text(options.common.precision)}});
  return json;
}

// γ in units of the cost of the data, where these are the same for all series and dimensions.
std::optional<double> gamma_of_data(const TrainingLoss& loss, const Preparation& preparation) {
  const std::optional<double> square = preparation.square_in_data();
  if (!loss.gamma || !square) return std::nullopt;
  return *loss.gamma * (loss.cost == "absolute" ? std::sqrt(*square) : *square);
}

ordered_json choice_json(const NetworkChoice& choice, const TrainingLoss& loss) {
  ordered_json json{{"candidates", ordered_json::array()},
                    {loss.is_euclidean() ? "validation_euclidean" : "validation_dtw", choice.validation_error},
                    {"validation_series", choice.series}};
  for (std::size_t k = 0; k < choice.candidates.size(); ++k) {
    const std::string network = to_text(choice.candidates[k]);
    json["candidates"].push_back(network);
    if (!choice.failures[k].empty()) json["failures"][network] = choice.failures[k];
  }
  return json;
}

ordered_json run_json(const Setting& setting, const Run& run, const Comparison& comparison) {
  const ComparedNetwork& network = comparison.network_of(setting);
  const Preparation& preparation = network.preparation;
  const TrainingLoss& loss = setting.loss;
  ordered_json json{{"network", to_text(network.kind)},
                    {"loss", loss.name},
                    {"gamma", json_or_null(loss.gamma)},
                    {"gamma_data", json_or_null(gamma_of_data(loss, preparation))}};
  if (loss.first_gamma) json["first_gamma"] = *loss.first_gamma;
  if (const auto& choice = setting.gamma_choice) {
    json["gamma_choice"] = {{"candidates", choice->candidates},
                            {"validation_dtw", choice->validation_dtw},
                            {"validation_series", choice->series}};
  }
  if (setting.network_choice) json["network_choice"] = choice_json(*setting.network_choice, loss);
  json.update({{"init", to_text(setting.init)},
               {"seed", run.seed},
               {"restart", run.restart},
               {"epochs", run.epochs},
               {"best_epoch", run.best_epoch},
               {"seconds", run.seconds},
               {"train", {{"loss", run.train_loss}, {"dtw", run.train.dtw}, {"euclidean", run.train.euclidean}}},
               {"test", errors_json(run.test, comparison.data)}});
  if (run.validation) {
    json["validation"] = {
        {"loss", run.validation->loss}, {"dtw", run.validation->dtw}, {"euclidean", run.validation->euclidean}};
  }
  return json;
}

}  // namespace

std::string json_report(const Comparison& comparison, const TrainOptions& options) {
  ordered_json report = json_header("train");
  report["data"] = data_json(comparison.data);
  report["options"] = options_json(options);
  report["interrupted"] = comparison.missing_runs > 0;
  ordered_json& runs = report["runs"] = ordered_json::array();
  std::size_t chosen = 0;
  for (const Setting& setting : comparison.settings) {
    for (const Run& run : setting.runs) {
      if (&run == &comparison.chosen_run()) chosen = runs.size();
      runs.push_back(run_json(setting, run, comparison));
    }
  }
  if ((options.save || options.onnx) && comparison.missing_runs == 0)
    report["saved"] = {{"run", chosen}, {"model", text_or_null(options.save)}, {"onnx", text_or_null(options.onnx)}};
  report["baselines"] = ordered_json::array();
  for (const Baseline& baseline : comparison.baselines)
    report["baselines"].push_back({{"name", baseline.name}, {"test", errors_json(baseline.test, comparison.data)}});
  return json_text(report);
}

}  // namespace softwarp
