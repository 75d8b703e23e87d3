#include "options.hpp"

#include <algorithm>
#include <sstream>

#include "app/cli/arguments.hpp"
#include "app/cli/config.hpp"
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

CommandSpec declare() {
  CommandSpec spec{
      "train",
      "Trains forecasters on the first part of every series (--split) to forecast the rest, under each loss,\n"
      "gamma and initialisation that is listed, and prints their errors on the test set, mean over the series:\n"
      "DTW and squared Euclidean, in squared units of the data; temporal distortion (TDI); soft-DTW divergence\n"
      "(gamma 1).\n"};
  spec.groups.push_back(
      {"Comparison",
       {{"loss", "LIST", "Comma list of " + join_names(known_losses()) + "; all = euclidean,softdtw", "all"},
        {"gamma", "LIST",
         with_presets(
             "gamma",
             "Comma list of soft-DTW smoothing, in squared units of the data; > 0. A:B anneals: from A in the "
             "first epoch to B in the last, geometrically. auto chooses among 1, 0.1, 0.01, 0.001 times the "
             "variance of the training targets (rounded to a power of ten): trains under each on three "
             "quarters of the training series, takes the one of least DTW on the rest, trains on all of them")},
        {"alpha", "A", "Of dilate: weight of the shape, 1 - A that of the time; 0 <= A <= 1 (default: 0.5)"},
        {"band", "RADIUS",
         "Radius of a Sakoe-Chiba band, in steps, for every loss but euclidean; >= 0 (default: no band)"},
        {"cost", "NAME",
         "sqeuclidean | halfsqeuclidean | absolute | huber: cost of matching two steps, for every loss but euclidean "
         "(default: sqeuclidean)"},
        {"init", "FROM",
         with_presets(
             "init",
             "random | euclidean | both: start from random weights, from the network trained with the Euclidean loss, "
             "or each")},
        {"repeats", "R", "Trainings of each, with seeds N ... N+R-1; >= 1", "1"},
        {"restarts", "R",
         "Train each so often, from other seeds, and keep the best by validation or, without it, by the training "
         "loss; >= 1",
         "1"},
        {"start", "MODEL", "Start every training from this model, saved by --save, in place of random weights"}}});
  spec.groups.push_back(
      {"Network and training",
       {{"preset", "NAME", "default | paper: values of the options with brackets (default; paper)", "default"},
        {"split", "S", "Share of a series that is input; 0 < S < 1", "0.6"},
        {"hidden", "LIST", with_presets("hidden", "Comma list of hidden units, one number a layer; >= 1")},
        {"activation", "NAME", with_presets("activation", "sigmoid | tanh | relu")},
        {"optimizer", "NAME", with_presets("optimizer", "adam | sgd | lbfgs (all series at once)")},
        {"learning-rate", "ETA", with_presets("learning-rate", "Step size of adam and sgd; > 0")},
        {"schedule", "NAME",
         with_presets(
             "schedule",
             "constant | cosine (to zero) | step (a tenth after half of the epochs, a hundredth after three quarters): "
             "learning rate of adam and sgd")},
        {"warm-up", "N", "Epochs in which the learning rate rises from zero first; >= 0", "0"},
        {"weight-decay", "L",
         with_presets("weight-decay",
                      "Of adam and sgd: before each step, weights shrink by this times the learning rate; >= 0")},
        {"clip", "NORM", "Of adam and sgd: longest gradient, longer ones are shortened; > 0 (default: any)"},
        {"momentum", "M", "Of sgd; 0 <= M < 1", "0.9"},
        {"epochs", "N", with_presets("epochs", "Passes over the training series; of lbfgs, iterations at most; >= 1")},
        {"batch-size", "B", with_presets("batch-size", "Series in a step of adam and sgd; >= 1")},
        {"validation", "F",
         "Share of the training series to hold out, drawn by the seed; each training keeps the weights of the epoch "
         "that was best on them; 0 <= F < 1",
         "0"},
        {"monitor", "NAME", "loss | dtw | euclidean: error on the validation series that says what is best", "loss"},
        {"patience", "N", "With --validation: stop after N epochs without a better one; >= 1 (default: never)"},
        {"z-normalise", "",
         "Show the network every series less its input part's mean, divided by its input part's deviation"}}});
  spec.groups.push_back(
      {"Files",
       {{"save", "FILE",
         "Write the trained model to FILE (safetensors); of several the one with the lowest DTW on the validation "
         "series or, where there are none, on the training series"},
        {"export", "FILE", "Write the same model to FILE for ONNX Runtime"},
        {"history", "FILE", "Write loss, validation errors and gradient of every epoch to FILE (CSV)"},
        {"plot", "FILE", "Draw forecasts of some test series to FILE (.svg, .png or .pdf; needs gnuplot)"},
        {"report", "DIR", "Write a page with results, forecasts and loss curves to DIR/index.html (needs gnuplot)"},
        {"checkpoint", "FILE",
         "Keep the state of all trainings in FILE, so that --resume can go on after a stop; also written on Ctrl-C"},
        {"every", "N", "Write the checkpoint after N epochs of any of the trainings; >= 1 (default: every 10 seconds)"},
        {"resume", "FILE",
         "Go on from a checkpoint of the same options and data, to the same bits as without the stop; keeps it up to "
         "date unless --checkpoint names another"}}});
  add_common_options(spec);
  return spec;
}

// A number, where it is given.
std::optional<double> optional_real(const CommandLine& parsed, const std::string& option, const Range& range) {
  if (!parsed.given(option)) return std::nullopt;
  return real_argument(option, parsed.text(option), range);
}

std::optional<Index> optional_count(const CommandLine& parsed, const std::string& option) {
  if (!parsed.given(option)) return std::nullopt;
  return static_cast<Index>(whole_argument(option, parsed.text(option), 1, 1'000'000'000));
}

TrainerOptions read_trainer(const CommandLine& parsed, const std::string& optimizer) {
  const auto text = [&](const char* option) { return parsed.text(option); };
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
std::map<std::string, std::string> identity_of(const std::string& config) {
  std::map<std::string, std::string> identity;
  std::istringstream lines(config);
  for (std::string line; std::getline(lines, line);) {
    const std::string name = line.substr(0, line.find(' '));
    if (name != "data") identity["--" + name] = line.substr(name.size() + std::string(" = ").size());
  }
  return identity;
}

}  // namespace

std::optional<TrainOptions> parse_train_options(int argc, const char* const* argv) {
  const CommandSpec spec = declare();
  const auto answer = parse_command_line(spec, argc, argv, preset_values);
  if (!answer) return std::nullopt;
  const CommandLine& parsed = *answer;
  const auto text = [&](const char* option) { return parsed.text(option); };

  TrainOptions options;
  options.common = common_options(parsed);
  options.preset = text("preset");

  ComparisonOptions& comparison = options.comparison;
  comparison.losses = losses_argument(parsed);
  const std::string init = word_argument("init", text("init"), {"random", "euclidean", "both"});
  if (init == "euclidean") comparison.inits = {Init::euclidean};
  if (init == "both") comparison.inits = {Init::random, Init::euclidean};
  if (parsed.given("start")) {
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
  comparison.z_normalise = parsed.flag("z-normalise");

  options.optimizer = word_argument("optimizer", text("optimizer"), {"adam", "sgd", "lbfgs"});
  if (options.optimizer == "lbfgs" &&
      std::ranges::any_of(comparison.losses, [](const TrainingLoss& loss) { return loss.first_gamma.has_value(); }))
    throw UsageError("--gamma: annealing needs --optimizer adam or sgd, found lbfgs");
  comparison.trainer = read_trainer(parsed, options.optimizer);
  if (comparison.trainer.patience && comparison.validation == 0)
    throw UsageError("--patience: expected --validation F with it, found none");

  options.onnx = parsed.value("export");
  options.save = parsed.value("save");
  options.history = parsed.value("history");
  options.plot = parsed.value("plot");
  options.report = parsed.value("report");
  options.resume = parsed.value("resume");
  options.checkpoint = parsed.given("checkpoint") ? text("checkpoint") : options.resume;
  if (options.checkpoint == "-") throw UsageError("--checkpoint: expected a file, found \"-\"");
  options.every = optional_count(parsed, "every");
  if (options.every && !options.checkpoint) throw UsageError("--every: expected --checkpoint FILE with it, found none");
  if (options.save || options.onnx || options.checkpoint || options.report)
    options.config = deciding_lines(write_config(parsed, spec));
  options.identity = identity_of(options.config);
  return options;
}

}  // namespace softwarp
