#include "options.hpp"

#include <set>
#include <sstream>

#include "app/cli/config.hpp"
#include "app/cli/loss_options.hpp"
#include "presets.hpp"
#include "softwarp/comparison/presets.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/nn/registry.hpp"

namespace softwarp {
namespace {

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
       {{"loss", "LIST", "Comma-separated list of " + names_help(known_losses()) + "; all = euclidean,softdtw",
         common_value("loss")},
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
        {"repeats", "R", "Train each R times, with seeds N to N+R-1, and show the spread; >= 1",
         common_value("repeats")},
        {"restarts", "R",
         "Within a repeat, train R times from different seeds and keep the best by validation or, without it, by "
         "training loss; >= 1",
         common_value("restarts")},
        {"start", "MODEL", "Start every training from this model, saved by --save, instead of random weights"}}});
  spec.groups.push_back(
      {"Network and training",
       {{"preset", "NAME",
         "default | paper | windows: sets the options that show three values in brackets [default; paper; windows]; "
         "with --window, default is windows",
         common_value("preset")},
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
        {"kernel", "K", "Of conv: steps that a convolution sees at once, with gaps of 1, 2, 4, ... steps; >= 1",
         common_value("kernel")},
        {"optimizer", "NAME", with_presets("optimizer", "adam | sgd | lbfgs (all series at once)")},
        {"learning-rate", "ETA", with_presets("learning-rate", "Step size of adam and sgd; > 0")},
        {"schedule", "NAME",
         with_presets(
             "schedule",
             "constant | cosine (to zero) | step (a tenth after half of the epochs, a hundredth after three quarters): "
             "learning rate of adam and sgd")},
        {"warm-up", "N", "Epochs at the start in which the learning rate rises from zero; >= 0",
         common_value("warm-up")},
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
        {"momentum", "M", "sgd: momentum; 0 <= M < 1", common_value("momentum")},
        {"epochs", "N",
         with_presets("epochs", "Passes over the training series; for lbfgs, the most iterations; >= 1")},
        {"batch-size", "B", with_presets("batch-size", "Series per step of adam and sgd; >= 1")},
        {"validation", "F",
         with_presets("validation",
                      "Share of the training series to hold out, drawn by the seed; each training keeps the weights of "
                      "the epoch that was best on them; 0 <= F < 1. Of windows, a share or a number of steps before "
                      "the test part")},
        {"monitor", "NAME", "loss | dtw | euclidean: error on what is held out that decides which epoch is best",
         common_value("monitor")},
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
  spec.groups.push_back(
      {"Lesson",
       {{"explain", "N",
         "Instead of training, write out the first step on training series N alone: forecast, value, "
         "the gradient of each layer, the step; all numbers in JSON, the first rows and columns in the "
         "table; N >= 1"},
        {"check-gradient", "",
         "Instead of training, compare the gradients of loss, layers and whole step with finite "
         "differences, on the first training series and random weights (or those of --start)"}}});
  add_common_options(spec);
  return spec;
}

namespace {

// A step or a gradient of which nothing is chosen, saved or drawn.
void check_lesson(const CommandLine& parsed, const TrainOptions& options) {
  const std::string lesson = options.explain ? "--explain" : "--check-gradient";
  for (const char* file : {"save", "export", "history", "plot", "report", "checkpoint", "resume"}) {
    if (parsed.given(file))
      throw UsageError("--" + std::string(file) + ": expected a training for it, found " + lesson +
                       ", which takes the place of one");
  }
  for (const ComparisonOptions& network : options.networks) {
    for (const TrainingLoss& loss : network.losses) {
      if (loss.needs_gamma()) throw UsageError("--gamma: expected numbers beside " + lesson + ", found auto");
    }
    if (network.inits != std::vector{Init::random})
      throw UsageError("--init: expected random beside " + lesson + ", found \"" + parsed.text("init") + '"');
    if (options.explain && !network.trainer.optimizer)
      throw UsageError("--optimizer: expected adam or sgd beside --explain, found lbfgs, which takes no single steps");
  }
}

// What --start and --z-normalise, which are words of the command line alone, expect of the options beside them.
void check_beside(const CommandLine& parsed, const TrainOptions& options) {
  if (parsed.given("start") && parsed.text("init") != "random")
    throw UsageError("--init: expected random beside --start, which sets the weights, found \"" + parsed.text("init") +
                     '"');
  if (options.start && options.networks.size() > 1)
    throw UsageError("--start: expected one network beside it, found --network " + parsed.text("network"));
  if (parsed.flag("z-normalise") && options.comparison().scale != Scale::series)
    throw UsageError("--z-normalise: expected --scale series or no --scale with it, found --scale " +
                     to_text(options.comparison().scale));
}

}  // namespace

TrainOptions train_options(const CommandLine& parsed) {
  TrainOptions options;
  options.common = common_options(parsed);
  options.preset = preset_name(parsed, example_kind(parsed));
  NamedNetworks named = read_networks(parsed, example_kind(parsed));
  options.networks = std::move(named.networks);
  options.selection = named.selection;
  const double split = parsed.real("split", {.low = 0, .high = 1, .open_low = true, .open_high = true});
  for (ComparisonOptions& network : options.networks) network.split = split;
  options.start = parsed.value("start");
  check_beside(parsed, options);
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
  if (parsed.given("every")) options.every = parsed.whole("every", 1, 1'000'000'000);
  if (options.every && !options.checkpoint) throw UsageError("--every: expected --checkpoint FILE with it, found none");
  if (options.save || options.onnx || options.checkpoint || options.report)
    options.config = write_config(parsed, train_command(), kWithoutEffectOnResults);
  options.identity = identity_of(options.config);
  if (parsed.given("explain")) options.explain = parsed.whole("explain", 1, kLargestSize);
  options.check_gradient = parsed.flag("check-gradient");
  if (options.is_lesson()) check_lesson(parsed, options);
  return options;
}

}  // namespace softwarp
