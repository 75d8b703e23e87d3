#include "options.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include "app/cli/arguments.hpp"
#include "app/cli/config.hpp"
#include "app/cli/loss_options.hpp"
#include "presets.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/nn/registry.hpp"
#include "training_losses.hpp"

namespace softwarp {
namespace {

// A number, where it is given.
std::optional<double> optional_real(const CommandLine& parsed, const std::string& option, const Range& range) {
  if (!parsed.given(option)) return std::nullopt;
  return parsed.real(option, range);
}

std::optional<Index> optional_count(const CommandLine& parsed, const std::string& option) {
  if (!parsed.given(option)) return std::nullopt;
  return parsed.whole(option, 1, 1'000'000'000);
}

TeacherForcing teacher_argument(const std::string& text) {
  const std::string option = "teacher-forcing";
  const Range share{.low = 0, .high = 1};
  const std::size_t colon = text.find(':');
  const double first = real_argument(option, text.substr(0, colon), share);
  return {.first = first, .last = colon == text.npos ? first : real_argument(option, text.substr(colon + 1), share)};
}

TrainerOptions read_trainer(const CommandLine& parsed, const std::string& optimizer) {
  const auto count = [&](const char* option, Index low) { return parsed.whole(option, low, 1'000'000'000); };
  TrainerOptions trainer;
  trainer.optimizer = OptimizerOptions{.kind = optimizer == "sgd" ? OptimizerKind::sgd : OptimizerKind::adam,
                                       .learning_rate = parsed.real("learning-rate", {.low = 0, .open_low = true}),
                                       .momentum = parsed.real("momentum", {.low = 0, .high = 1, .open_high = true}),
                                       .weight_decay = parsed.real("weight-decay", {.low = 0})};
  if (optimizer == "lbfgs") trainer.optimizer.reset();
  const std::string schedule = parsed.word("schedule", {"constant", "cosine", "step"});
  if (schedule == "cosine") trainer.schedule.kind = RateSchedule::Kind::cosine;
  if (schedule == "step") trainer.schedule.kind = RateSchedule::Kind::step;
  trainer.schedule.warm_up = static_cast<double>(count("warm-up", 0));
  trainer.clip = optional_real(parsed, "clip", {.low = 0, .open_low = true});
  if (parsed.given("teacher-forcing")) trainer.teacher = teacher_argument(parsed.text("teacher-forcing"));
  trainer.epochs = count("epochs", 1);
  trainer.batch_size = count("batch-size", 1);
  const std::string monitor = parsed.word("monitor", {"loss", "dtw", "euclidean"});
  if (monitor == "dtw") trainer.monitor = Monitor::dtw;
  if (monitor == "euclidean") trainer.monitor = Monitor::euclidean;
  trainer.patience = optional_count(parsed, "patience");
  return trainer;
}

Scale scale_argument(const CommandLine& parsed) {
  std::vector<std::string> names;
  for (const Scale scale : kScales) names.push_back(to_text(scale));
  const std::string name = parsed.word("scale", names);
  if (parsed.flag("z-normalise") && name != to_text(Scale::series))
    throw UsageError("--z-normalise: expected --scale series or no --scale with it, found --scale " + name);
  return scale_named(name).value();
}

// Options that decide where results go or how fast they come, not what they are. All others belong to a run's identity.
const std::set<std::string> kWithoutEffectOnResults{"threads", "json",   "quiet",      "save",  "export", "history",
                                                    "plot",    "report", "checkpoint", "every", "resume"};

// The lines of a configuration by name, but for --data: data are recognised by their values, wherever they lie.
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

CommandSpec train_command() {
  CommandSpec spec{
      "train",
      "Trains forecasters that see the first part of each series (--split) and forecast the rest, one for each\n"
      "loss, gamma and initialisation listed. Prints their errors on the test set, mean over the series: DTW and\n"
      "squared Euclidean, in squared units of the data; temporal distortion (TDI); soft-DTW divergence.\n"};
  spec.groups.push_back(
      {"Comparison",
       {{"loss", "LIST", "Comma-separated list of " + names_help(known_losses()) + "; all = euclidean,softdtw", "all"},
        {"gamma", "LIST",
         with_presets(
             "gamma",
             "Comma-separated list of smoothing strengths, " + gamma_help("what the network sees") +
                 ": where --scale or --base sets them, 1 is the variance that is left to explain. A:B anneals: "
                 "geometrically from A in the first epoch to B in the last. auto chooses among 1, 0.1, 0.01, 0.001 "
                 "times the variance of the training targets that is left to explain (rounded to a power of ten): it "
                 "trains with each on three quarters of the training series, takes the one with the lowest DTW on the "
                 "rest, and trains with it on all of them")},
        band_option("every loss but euclidean"),
        cost_option("every loss but euclidean"),
        alpha_option(),
        {"init", "FROM",
         with_presets(
             "init",
             "random | euclidean | both: start from random weights, from the network trained with the Euclidean loss, "
             "or once from each")},
        {"repeats", "R", "Train each R times, with seeds N to N+R-1, and show the spread; >= 1", "1"},
        {"restarts", "R",
         "Within a repeat, train R times from different seeds and keep the best by validation or, without it, by "
         "training loss; >= 1",
         "1"},
        {"start", "MODEL", "Start every training from this model, saved by --save, instead of random weights"}}});
  spec.groups.push_back(
      {"Network and training",
       {{"preset", "NAME",
         "default | paper | windows: sets the options that show three values in brackets [default; paper; windows]; "
         "with --window, default is windows",
         "default"},
        {"split", "S", "Share of a series that is input; 0 < S < 1", "0.6"},
        {"network", "LIST",
         with_presets(
             "network",
             "Comma-separated list of networks to compare. mlp: dense layers; linear: one dense layer, which "
             "the Euclidean loss solves in closed form, a ridge regression whose penalty is chosen on the "
             "validation part; gru: a recurrent encoder, and a decoder that feeds its forecasts back; conv: "
             "dilated causal convolutions under a dense layer. auto, alone, chooses one of these for each loss "
             "and initialisation: it trains all on three quarters of the training series, takes the one with "
             "the lowest DTW on the rest (for euclidean: the lowest Euclidean error), and trains it on all "
             "of them")},
        {"hidden", "LIST",
         with_presets("hidden",
                      "Comma-separated list, one number per layer: units of mlp and gru, channels of conv; >= 1")},
        {"activation", "NAME", with_presets("activation", "Of mlp: " + joined(known_activations(), " | "))},
        {"kernel", "K", "Of conv: steps that a convolution sees at once, with gaps of 1, 2, 4, ... steps; >= 1", "3"},
        {"optimizer", "NAME", with_presets("optimizer", "adam | sgd | lbfgs (all series at once)")},
        {"learning-rate", "ETA", with_presets("learning-rate", "Step size of adam and sgd; > 0")},
        {"schedule", "NAME",
         with_presets(
             "schedule",
             "constant | cosine (to zero) | step (a tenth after half of the epochs, a hundredth after three quarters): "
             "learning rate of adam and sgd")},
        {"warm-up", "N", "Epochs at the start in which the learning rate rises from zero; >= 0", "0"},
        {"weight-decay", "L",
         with_presets("weight-decay",
                      "adam and sgd: over an epoch, weights shrink by L times the learning rate, in equal shares "
                      "before each step; >= 0")},
        {"clip", "NORM",
         "adam and sgd: longest gradient; longer ones are shortened to it; > 0 (default: any; 1 with --network gru)"},
        {"teacher-forcing", "A[:B]",
         "gru under adam and sgd: share of the steps in which the decoder is fed the truth instead of its own "
         "forecast, "
         "in training; A:B goes evenly from A in the first epoch to B in the last; 0 to 1 (default: 0)"},
        {"momentum", "M", "sgd: momentum; 0 <= M < 1", "0.9"},
        {"epochs", "N",
         with_presets("epochs", "Passes over the training series; for lbfgs, the most iterations; >= 1")},
        {"batch-size", "B", with_presets("batch-size", "Series per step of adam and sgd; >= 1")},
        {"validation", "F",
         with_presets("validation",
                      "Share of the training series to hold out, drawn by the seed; each training keeps the weights of "
                      "the epoch that was best on them; 0 <= F < 1. Of windows, a share or a number of steps before "
                      "the test part")},
        {"monitor", "NAME", "loss | dtw | euclidean: error on what is held out that decides which epoch is best",
         "loss"},
        {"patience", "N", "With --validation: stop after N epochs without a new best one; >= 1 (default: never)"},
        {"scale", "NAME",
         with_presets(
             "scale",
             "none | set | step | series | last: what the network sees. none: series as they are; set: less the mean "
             "of the "
             "training set, divided by its deviation; step: less the training set's mean at each step, divided by the "
             "deviation of what is left; series: each series less the mean of its input, divided by that input's "
             "deviation; last: each series less the last value of its input, divided by the deviation of the training "
             "set")},
        {"z-normalise", "", "The same as --scale series"},
        {"base", "NAME",
         with_presets("base",
                      "none | kernel: forecast that the network corrects. kernel: a kernel ridge regression, fitted to "
                      "the training series in closed form")}}});
  spec.groups.push_back(window_options_group());
  spec.groups.push_back(
      {"Files",
       {{"save", "FILE",
         "Write the trained model to FILE (safetensors); of several, the one with the lowest DTW on the validation "
         "series or, without --validation, on the training series"},
        {"export", "FILE", "Write the same model to FILE for ONNX Runtime"},
        {"history", "FILE", "Write loss, validation errors and gradient of every epoch to FILE (CSV)"},
        {"plot", "FILE", "Draw forecasts of some test series to FILE (.svg, .png or .pdf; needs gnuplot)"},
        {"report", "DIR", "Write a page with results, forecasts and loss curves to DIR/index.html (needs gnuplot)"},
        {"checkpoint", "FILE",
         "Keep the state of all trainings in FILE, so that --resume can continue after a stop; also written on Ctrl-C"},
        {"every", "N",
         "Write the checkpoint after every N epochs, whichever training does them; >= 1 (default: every 10 seconds)"},
        {"resume", "FILE",
         "Continue from a checkpoint of the same options and data, bit-identical to a run without the stop; keeps it "
         "up to date unless --checkpoint names another"}}});
  add_common_options(spec);
  return spec;
}

namespace {

ComparisonOptions read_network(const CommandLine& parsed, const std::string& name, const CommonOptions& common) {
  ComparisonOptions comparison;
  comparison.losses = losses_argument(parsed);
  const std::string init = parsed.word("init", {"random", "euclidean", "both"});
  if (init == "euclidean") comparison.inits = {Init::euclidean};
  if (init == "both") comparison.inits = {Init::random, Init::euclidean};
  if (parsed.given("start") && init != "random")
    throw UsageError("--init: expected random beside --start, which sets the weights, found \"" + init + '"');
  comparison.repeats = parsed.whole("repeats", 1, 1'000'000);
  comparison.restarts = parsed.whole("restarts", 1, 1'000'000);
  comparison.seed = common.seed;
  comparison.split = parsed.real("split", {.low = 0, .high = 1, .open_low = true, .open_high = true});
  comparison.validation = parsed.given("window") ? parsed.real("validation", {.low = 0})
                                                 : parsed.real("validation", {.low = 0, .high = 1, .open_high = true});
  comparison.network = *std::ranges::find(kNetworks, name, [](NetworkKind network) { return to_text(network); });
  comparison.hidden.clear();
  for (const std::string& item : parsed.list("hidden"))
    comparison.hidden.push_back(static_cast<Index>(whole_argument("hidden", item, 1, 1'000'000)));
  comparison.activation = parsed.word("activation", known_activations());
  comparison.kernel = parsed.whole("kernel", 1, 1'000'000);
  comparison.scale = scale_argument(parsed);
  comparison.base = parsed.word("base", {"none", "kernel"}) == "kernel" ? Base::kernel : Base::none;

  const std::string optimizer = parsed.word("optimizer", {"adam", "sgd", "lbfgs"});
  if (optimizer == "lbfgs" &&
      std::ranges::any_of(comparison.losses, [](const TrainingLoss& loss) { return loss.first_gamma.has_value(); }))
    throw UsageError("--gamma: expected --optimizer adam or sgd with annealing (A:B), found lbfgs");
  comparison.trainer = read_trainer(parsed, optimizer);
  if (comparison.trainer.patience && comparison.validation == 0)
    throw UsageError("--patience: expected --validation above 0 with it, found 0");
  return comparison;
}

}  // namespace

TrainOptions train_options(const CommandLine& parsed) {
  TrainOptions options;
  options.common = common_options(parsed);
  options.preset = preset_name(parsed);
  if (network_is_open(parsed)) options.selection = Selection::best;
  const std::vector<std::string> names = network_names(parsed);
  for (const std::string& name : names)
    options.networks.push_back(read_network(parsed.with_defaults(network_values(parsed, name)), name, options.common));
  const bool recurrent = std::ranges::count(names, to_text(NetworkKind::gru)) > 0;
  if (parsed.given("teacher-forcing") && !recurrent)
    throw UsageError("--teacher-forcing: expected --network gru with it, found " + joined(names, ","));
  options.start = parsed.value("start");
  if (options.start && names.size() > 1)
    throw UsageError("--start: expected one network beside it, found --network " + parsed.text("network"));
  options.windows = window_options(parsed, options.comparison().validation);
  if (options.windows) {
    for (ComparisonOptions& network : options.networks) network.season = options.windows->season;
  }

  options.onnx = parsed.value("export");
  options.save = parsed.value("save");
  options.history = parsed.value("history");
  options.plot = plot_argument(parsed);
  options.report = parsed.value("report");
  options.resume = parsed.value("resume");
  options.checkpoint = parsed.given("checkpoint") ? parsed.text("checkpoint") : options.resume;
  if (options.checkpoint == "-") throw UsageError("--checkpoint: expected a file, found \"-\"");
  options.every = optional_count(parsed, "every");
  if (options.every && !options.checkpoint) throw UsageError("--every: expected --checkpoint FILE with it, found none");
  if (options.save || options.onnx || options.checkpoint || options.report)
    options.config = write_config(parsed, train_command(), kWithoutEffectOnResults);
  options.identity = identity_of(options.config);
  return options;
}

}  // namespace softwarp
