#include "options.hpp"

#include <algorithm>
#include <array>

#include "cli/arguments.hpp"
#include "cli/program.hpp"

namespace softwarp {
namespace {

// What a preset sets; options that are given win over it.
struct Preset {
  const char* name;
  const char* hidden;
  const char* activation;
  const char* optimizer;
  const char* learning_rate;
  const char* epochs;
  const char* batch_size;
};

constexpr std::array kPresets{
    // As in the example that the authors of [CB17] published; the paper itself states none of this.
    Preset{"paper", "10", "sigmoid", "adam", "0.001", "30", "1"},
    Preset{"default", "10", "sigmoid", "adam", "0.01", "100", "10"},
};

cxxopts::Options declare() {
  cxxopts::Options options(
      "train",
      "Trains forecasters on the first part of every series (--split) to forecast the rest, under each loss,\n"
      "gamma and initialisation that is listed, and prints their errors on the test set: DTW and squared\n"
      "Euclidean, mean over the series, in squared units of the data.\n");
  options.custom_help("[options]");
  const auto text = [](const char* value) { return cxxopts::value<std::string>()->default_value(value); };
  const auto preset = [] { return cxxopts::value<std::string>(); };  // the default is the preset's
  auto comparison = options.add_options("Comparison");
  comparison("loss", "Comma list of euclidean, softdtw, dtw; all = euclidean,softdtw", text("all"), "LIST");
  comparison("gamma", "Comma list of soft-DTW smoothing, in squared units of the data; > 0", text("0.1"), "LIST");
  comparison("init",
             "random | euclidean | both: start from random weights, from the network trained with the Euclidean loss, "
             "or each",
             text("random"), "FROM");
  comparison("repeats", "Trainings of each, with seeds N ... N+R-1; >= 1", text("1"), "R");
  auto training = options.add_options("Network and training");
  training("preset", "default | paper: values of the options below (in brackets: default; paper)", text("default"),
           "NAME");
  training("split", "Share of a series that is input; 0 < S < 1", text("0.6"), "S");
  training("hidden", "Comma list of hidden units, one number a layer; >= 1 [10; 10]", preset(), "LIST");
  training("activation", "sigmoid | tanh | relu [sigmoid; sigmoid]", preset(), "NAME");
  training("optimizer", "adam | sgd | lbfgs (all series at once) [adam; adam]", preset(), "NAME");
  training("learning-rate", "Step size of adam and sgd; > 0 [0.01; 0.001]", preset(), "ETA");
  training("momentum", "Of sgd; 0 <= M < 1", text("0.9"), "M");
  training("epochs", "Passes over the training series; of lbfgs, iterations at most; >= 1 [100; 30]", preset(), "N");
  training("batch-size", "Series in a step of adam and sgd; >= 1 [10; 1]", preset(), "B");
  training("z-normalise",
           "Show the network every series less its input part's mean, divided by its input part's deviation");
  add_common_options(options);
  return options;
}

// The given option, or the preset's value.
std::string given_or(const cxxopts::ParseResult& parsed, const char* option, const char* otherwise) {
  return parsed.count(option) > 0 ? parsed[option].as<std::string>() : otherwise;
}

std::vector<LossSpec> read_losses(const std::string& loss_list, const std::string& gamma_list) {
  std::vector<double> gammas;
  for (const std::string& item : list_argument("gamma", gamma_list))
    gammas.push_back(real_argument("gamma", item, {.low = 0, .open_low = true}));
  std::vector<std::string> known{"all"};
  for (const LossEntry& entry : known_losses()) known.emplace_back(entry.name);
  std::vector<std::string> names;
  for (const std::string& item : list_argument("loss", loss_list)) {
    if (word_argument("loss", item, known) == "all") {
      names.insert(names.end(), {"euclidean", "softdtw"});
    } else {
      names.push_back(item);
    }
  }
  std::vector<LossSpec> losses;
  for (const std::string& name : names) {
    if (find_loss(name).has_gamma) {
      for (const double gamma : gammas) losses.push_back({name, gamma});
    } else {
      losses.push_back({name, std::nullopt});
    }
  }
  return losses;
}

std::optional<OptimizerOptions> read_optimizer(const std::string& name, const std::string& learning_rate,
                                               const std::string& momentum) {
  OptimizerOptions options;
  options.learning_rate = real_argument("learning-rate", learning_rate, {.low = 0, .open_low = true});
  options.momentum = real_argument("momentum", momentum, {.low = 0, .high = 1, .open_high = true});
  options.kind = name == "sgd" ? OptimizerKind::sgd : OptimizerKind::adam;
  if (name == "lbfgs") return std::nullopt;
  return options;
}

}  // namespace

std::optional<TrainOptions> parse_train_options(int argc, const char* const* argv) {
  cxxopts::Options declared = declare();
  const auto answer = parse_command_line(declared, {"Comparison", "Network and training", "Data", "Run"}, argc, argv);
  if (!answer) return std::nullopt;
  const cxxopts::ParseResult& parsed = *answer;
  const auto text = [&](const char* option) { return parsed[option].as<std::string>(); };

  TrainOptions options;
  options.common = common_options(parsed);
  options.preset = word_argument("preset", text("preset"), {"default", "paper"});
  const Preset& preset = *std::ranges::find(kPresets, options.preset, &Preset::name);

  ComparisonOptions& comparison = options.comparison;
  comparison.losses = read_losses(text("loss"), text("gamma"));
  const std::string init = word_argument("init", text("init"), {"random", "euclidean", "both"});
  if (init == "euclidean") comparison.inits = {Init::euclidean};
  if (init == "both") comparison.inits = {Init::random, Init::euclidean};
  comparison.repeats = static_cast<Index>(whole_argument("repeats", text("repeats"), 1, 1'000'000));
  comparison.seed = options.common.seed;
  comparison.split = real_argument("split", text("split"), {.low = 0, .high = 1, .open_low = true, .open_high = true});
  comparison.hidden.clear();
  for (const std::string& item : list_argument("hidden", given_or(parsed, "hidden", preset.hidden)))
    comparison.hidden.push_back(static_cast<Index>(whole_argument("hidden", item, 1, 1'000'000)));
  comparison.activation = parse_activation(
      word_argument("activation", given_or(parsed, "activation", preset.activation), {"sigmoid", "tanh", "relu"}));
  comparison.z_normalise = parsed.count("z-normalise") > 0;

  options.optimizer =
      word_argument("optimizer", given_or(parsed, "optimizer", preset.optimizer), {"adam", "sgd", "lbfgs"});
  TrainerOptions& trainer = comparison.trainer;
  trainer.optimizer =
      read_optimizer(options.optimizer, given_or(parsed, "learning-rate", preset.learning_rate), text("momentum"));
  trainer.epochs =
      static_cast<Index>(whole_argument("epochs", given_or(parsed, "epochs", preset.epochs), 1, 1'000'000'000));
  trainer.batch_size = static_cast<Index>(
      whole_argument("batch-size", given_or(parsed, "batch-size", preset.batch_size), 1, 1'000'000'000));
  return options;
}

}  // namespace softwarp
