#include "options.hpp"

#include <algorithm>
#include <sstream>

#include "app/cli/arguments.hpp"
#include "app/cli/program.hpp"
#include "loss_options.hpp"
#include "presets.hpp"

namespace softwarp {
namespace {

std::string join_names(std::span<const LossEntry> losses) {
  std::string names;
  for (const LossEntry& entry : losses) names += (names.empty() ? "" : ", ") + std::string(entry.name);
  return names;
}

cxxopts::Options declare() {
  cxxopts::Options options(
      "train",
      "Trains forecasters on the first part of every series (--split) to forecast the rest, under each loss,\n"
      "gamma and initialisation that is listed, and prints their errors on the test set, mean over the series:\n"
      "DTW and squared Euclidean, in squared units of the data; temporal distortion (TDI); soft-DTW divergence\n"
      "(gamma 1).\n");
  options.custom_help("[options]");
  const auto text = [](const char* value) { return cxxopts::value<std::string>()->default_value(value); };
  const auto preset = [] { return cxxopts::value<std::string>(); };  // the default is the preset's
  auto comparison = options.add_options("Comparison");
  comparison("loss", "Comma list of " + join_names(known_losses()) + "; all = euclidean,softdtw", text("all"), "LIST");
  comparison(
      "gamma",
      with_presets(
          "gamma",
          "Comma list of soft-DTW smoothing, in squared units of the data; > 0. A:B anneals: from A in the first epoch "
          "to B in the last, geometrically. auto chooses among 1, 0.1, 0.01, 0.001 times the variance of the training "
          "targets (rounded to a power of ten): trains under each on three quarters of the training series, takes the "
          "one of least DTW on the rest, trains on all of them"),
      preset(), "LIST");
  comparison("alpha", "Of dilate: weight of the shape, 1 - A that of the time; 0 <= A <= 1 (default: 0.5)", preset(),
             "A");
  comparison("band", "Radius of a Sakoe-Chiba band, in steps, for every loss but euclidean; >= 0 (default: no band)",
             preset(), "RADIUS");
  comparison(
      "cost",
      "sqeuclidean | halfsqeuclidean | absolute | huber: cost of matching two steps, for every loss but euclidean "
      "(default: sqeuclidean)",
      preset(), "NAME");
  comparison(
      "init",
      with_presets(
          "init",
          "random | euclidean | both: start from random weights, from the network trained with the Euclidean loss, "
          "or each"),
      preset(), "FROM");
  comparison("repeats", "Trainings of each, with seeds N ... N+R-1; >= 1", text("1"), "R");
  comparison("restarts",
             "Train each so often, from other seeds, and keep the best by validation or, without it, by the training "
             "loss; >= 1",
             text("1"), "R");
  comparison("start", "Start every training from this model, saved by --save, in place of random weights", preset(),
             "MODEL");
  auto training = options.add_options("Network and training");
  training("preset", "default | paper: values of the options with brackets (default; paper)", text("default"), "NAME");
  training("split", "Share of a series that is input; 0 < S < 1", text("0.6"), "S");
  training("hidden", with_presets("hidden", "Comma list of hidden units, one number a layer; >= 1"), preset(), "LIST");
  training("activation", with_presets("activation", "sigmoid | tanh | relu"), preset(), "NAME");
  training("optimizer", with_presets("optimizer", "adam | sgd | lbfgs (all series at once)"), preset(), "NAME");
  training("learning-rate", with_presets("learning-rate", "Step size of adam and sgd; > 0"), preset(), "ETA");
  training(
      "schedule",
      with_presets(
          "schedule",
          "constant | cosine (to zero) | step (a tenth after half of the epochs, a hundredth after three quarters): "
          "learning rate of adam and sgd"),
      preset(), "NAME");
  training("warm-up", "Epochs in which the learning rate rises from zero first; >= 0", text("0"), "N");
  training("weight-decay",
           with_presets("weight-decay",
                        "Of adam and sgd: before each step, weights shrink by this times the learning rate; >= 0"),
           preset(), "L");
  training("clip", "Of adam and sgd: longest gradient, longer ones are shortened; > 0 (default: any)", preset(),
           "NORM");
  training("momentum", "Of sgd; 0 <= M < 1", text("0.9"), "M");
  training("epochs", with_presets("epochs", "Passes over the training series; of lbfgs, iterations at most; >= 1"),
           preset(), "N");
  training("batch-size", with_presets("batch-size", "Series in a step of adam and sgd; >= 1"), preset(), "B");
  training("validation",
           "Share of the training series to hold out, drawn by the seed; each training keeps the weights of the epoch "
           "that was best on them; 0 <= F < 1",
           text("0"), "F");
  training("monitor", "loss | dtw | euclidean: error on the validation series that says what is best", text("loss"),
           "NAME");
  training("patience", "With --validation: stop after N epochs without a better one; >= 1 (default: never)", preset(),
           "N");
  training("z-normalise",
           "Show the network every series less its input part's mean, divided by its input part's deviation");
  auto files = options.add_options("Files");
  files("save",
        "Write the trained model to FILE (safetensors); of several the one with the lowest DTW on the validation "
        "series or, where there are none, on the training series",
        preset(), "FILE");
  files("export", "Write the same model to FILE for ONNX Runtime", preset(), "FILE");
  files("history", "Write loss, validation errors and gradient of every epoch to FILE (CSV)", preset(), "FILE");
  files("plot", "Draw forecasts of some test series to FILE (.svg, .png or .pdf; needs gnuplot)", preset(), "FILE");
  files("report", "Write a page with results, forecasts and loss curves to DIR/index.html (needs gnuplot)", preset(),
        "DIR");
  files("checkpoint",
        "Keep the state of all trainings in FILE, so that --resume can go on after a stop; also written on Ctrl-C",
        preset(), "FILE");
  files("every", "Write the checkpoint after N epochs of any of the trainings; >= 1 (default: every 10 seconds)",
        preset(), "N");
  files("resume",
        "Go on from a checkpoint of the same options and data, to the same bits as without the stop; keeps it up to "
        "date unless --checkpoint names another",
        preset(), "FILE");
  add_common_options(options);
  return options;
}

// A number, where it is given.
std::optional<double> optional_real(const cxxopts::ParseResult& parsed, const std::string& option, const Range& range) {
  if (parsed.count(option) == 0) return std::nullopt;
  return real_argument(option, parsed[option].as<std::string>(), range);
}

std::optional<Index> optional_count(const cxxopts::ParseResult& parsed, const std::string& option) {
  if (parsed.count(option) == 0) return std::nullopt;
  return static_cast<Index>(whole_argument(option, parsed[option].as<std::string>(), 1, 1'000'000'000));
}

std::optional<std::string> optional_text(const cxxopts::ParseResult& parsed, const std::string& option) {
  if (parsed.count(option) == 0) return std::nullopt;
  return parsed[option].as<std::string>();
}

TrainerOptions read_trainer(const cxxopts::ParseResult& parsed, const std::string& optimizer) {
  const auto text = [&](const char* option) { return parsed[option].as<std::string>(); };
  const auto count = [&](const char* option, long long low) {
    return static_cast<Index>(whole_argument(option, text(option), low, 1'000'000'000));
  };
  TrainerOptions trainer;
  trainer.optimizer = OptimizerOptions{
      .kind = optimizer == "sgd" ? OptimizerKind::sgd : OptimizerKind::adam,
      .learning_rate = real_argument("learning-rate", text("learning-rate"), {.low = 0, .open_low = true}),
      .momentum = real_argument("momentum", text("momentum"), {.low = 0, .high = 1, .open_high = true}),
      .weight_decay = real_argument("weight-decay", text("weight-decay"), {.low = 0})};
  if (optimizer == "lbfgs") trainer.optimizer.reset();
  const std::string schedule = word_argument("schedule", text("schedule"), {"constant", "cosine", "step"});
  if (schedule == "cosine") trainer.schedule.kind = RateSchedule::Kind::cosine;
  if (schedule == "step") trainer.schedule.kind = RateSchedule::Kind::step;
  trainer.schedule.warm_up = static_cast<double>(count("warm-up", 0));
  trainer.clip = optional_real(parsed, "clip", {.low = 0, .open_low = true});
  trainer.epochs = count("epochs", 1);
  trainer.batch_size = count("batch-size", 1);
  const std::string monitor = word_argument("monitor", text("monitor"), {"loss", "dtw", "euclidean"});
  if (monitor == "dtw") trainer.monitor = Monitor::dtw;
  if (monitor == "euclidean") trainer.monitor = Monitor::euclidean;
  trainer.patience = optional_count(parsed, "patience");
  return trainer;
}

// Options that say where results go or how fast they come, but not what they are.
const std::vector<std::string> kOutward{"threads", "json", "quiet",  "config",     "save",  "export",
                                        "history", "plot", "report", "checkpoint", "every", "resume"};

// The lines of a configuration whose options have a say in the results.
std::string deciding_lines(const std::string& config) {
  std::string deciding;
  std::istringstream lines(config);
  for (std::string line; std::getline(lines, line);) {
    if (std::ranges::find(kOutward, line.substr(0, line.find(' '))) == kOutward.end()) deciding += line + '\n';
  }
  return deciding;
}

// The same by name. Data are known by their values, which may have moved.
std::map<std::string, std::string> owner_of(const std::string& config) {
  std::map<std::string, std::string> owner;
  std::istringstream lines(config);
  for (std::string line; std::getline(lines, line);) {
    const std::string name = line.substr(0, line.find(' '));
    if (name != "data") owner["--" + name] = line.substr(name.size() + std::string(" = ").size());
  }
  return owner;
}

}  // namespace

std::optional<TrainOptions> parse_train_options(int argc, const char* const* argv) {
  cxxopts::Options declared = declare();
  const auto answer = parse_command_line(declared, {"Comparison", "Network and training", "Files", "Data", "Run"}, argc,
                                         argv, preset_settings);
  if (!answer) return std::nullopt;
  const cxxopts::ParseResult& parsed = *answer;
  const auto text = [&](const char* option) { return parsed[option].as<std::string>(); };

  TrainOptions options;
  options.common = common_options(parsed);
  options.preset = text("preset");

  ComparisonOptions& comparison = options.comparison;
  comparison.losses = losses_argument(parsed);
  const std::string init = word_argument("init", text("init"), {"random", "euclidean", "both"});
  if (init == "euclidean") comparison.inits = {Init::euclidean};
  if (init == "both") comparison.inits = {Init::random, Init::euclidean};
  if (parsed.count("start") > 0) {
    if (init != "random") throw UsageError("--init: expected random, which --start stands for, found \"" + init + '"');
    comparison.start = Start{.model = read_model(text("start")), .path = text("start")};
  }
  comparison.repeats = static_cast<Index>(whole_argument("repeats", text("repeats"), 1, 1'000'000));
  comparison.restarts = static_cast<Index>(whole_argument("restarts", text("restarts"), 1, 1'000'000));
  comparison.seed = options.common.seed;
  comparison.split = real_argument("split", text("split"), {.low = 0, .high = 1, .open_low = true, .open_high = true});
  comparison.validation = real_argument("validation", text("validation"), {.low = 0, .high = 1, .open_high = true});
  comparison.hidden.clear();
  for (const std::string& item : list_argument("hidden", text("hidden")))
    comparison.hidden.push_back(static_cast<Index>(whole_argument("hidden", item, 1, 1'000'000)));
  comparison.activation =
      parse_activation(word_argument("activation", text("activation"), {"sigmoid", "tanh", "relu"}));
  comparison.z_normalise = parsed["z-normalise"].as<bool>();

  options.optimizer = word_argument("optimizer", text("optimizer"), {"adam", "sgd", "lbfgs"});
  if (options.optimizer == "lbfgs" &&
      std::ranges::any_of(comparison.losses, [](const TrainingLoss& loss) { return loss.first_gamma.has_value(); }))
    throw UsageError("--gamma: annealing needs --optimizer adam or sgd, found lbfgs");
  comparison.trainer = read_trainer(parsed, options.optimizer);
  if (comparison.trainer.patience && comparison.validation == 0)
    throw UsageError("--patience: expected --validation F with it, found none");

  options.onnx = optional_text(parsed, "export");
  options.save = optional_text(parsed, "save");
  options.history = optional_text(parsed, "history");
  options.plot = optional_text(parsed, "plot");
  options.report = optional_text(parsed, "report");
  options.resume = optional_text(parsed, "resume");
  options.checkpoint = parsed.count("checkpoint") > 0 ? text("checkpoint") : options.resume;
  if (options.checkpoint == "-") throw UsageError("--checkpoint: expected a file, found \"-\"");
  options.every = optional_count(parsed, "every");
  if (options.every && !options.checkpoint) throw UsageError("--every: expected --checkpoint FILE with it, found none");
  if (options.save || options.onnx || options.checkpoint || options.report)
    options.config = deciding_lines(write_config(parsed, declared));
  options.owner = owner_of(options.config);
  return options;
}

}  // namespace softwarp
