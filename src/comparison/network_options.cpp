#include "softwarp/comparison/network_options.hpp"

#include <algorithm>

#include "softwarp/comparison/presets.hpp"
#include "softwarp/comparison/training_losses.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/nn/registry.hpp"

namespace softwarp {
namespace {

constexpr Index kMost = 1'000'000'000;  // epochs, series of a batch, …

// A number, where it is given.
std::optional<double> optional_real(const NamedValues& options, const std::string& option, const Range& range) {
  if (!options.given(option)) return std::nullopt;
  return options.real(option, range);
}

TeacherForcing teacher_argument(const NamedValues& options) {
  const std::string option = options.called("teacher-forcing"), text = options.text("teacher-forcing");
  const Range share{.low = 0, .high = 1};
  const std::size_t colon = text.find(':');
  const double first = real_argument(option, text.substr(0, colon), share);
  return {.first = first, .last = colon == text.npos ? first : real_argument(option, text.substr(colon + 1), share)};
}

TrainerOptions read_trainer(const NamedValues& options, const std::string& optimizer) {
  TrainerOptions trainer;
  trainer.optimizer = OptimizerOptions{.kind = optimizer == "sgd" ? OptimizerKind::sgd : OptimizerKind::adam,
                                       .learning_rate = options.real("learning-rate", {.low = 0, .open_low = true}),
                                       .momentum = options.real("momentum", {.low = 0, .high = 1, .open_high = true}),
                                       .weight_decay = options.real("weight-decay", {.low = 0})};
  if (optimizer == "lbfgs") trainer.optimizer.reset();
  const std::string schedule = options.word("schedule", {"constant", "cosine", "step"});
  if (schedule == "cosine") trainer.schedule.kind = RateSchedule::Kind::cosine;
  if (schedule == "step") trainer.schedule.kind = RateSchedule::Kind::step;
  trainer.schedule.warm_up = static_cast<double>(options.whole("warm-up", 0, kMost));
  trainer.clip = optional_real(options, "clip", {.low = 0, .open_low = true});
  if (options.given("teacher-forcing")) trainer.teacher = teacher_argument(options);
  trainer.epochs = options.whole("epochs", 1, kMost);
  trainer.batch_size = options.whole("batch-size", 1, kMost);
  const std::string monitor = options.word("monitor", {"loss", "dtw", "euclidean"});
  if (monitor == "dtw") trainer.monitor = Monitor::dtw;
  if (monitor == "euclidean") trainer.monitor = Monitor::euclidean;
  if (options.given("patience")) trainer.patience = options.whole("patience", 1, kMost);
  return trainer;
}

Scale scale_argument(const NamedValues& options) {
  std::vector<std::string> names;
  for (const Scale scale : kScales) names.push_back(to_text(scale));
  return scale_named(options.word("scale", names)).value();
}

ComparisonOptions read_network(const NamedValues& options, const std::string& name, ExampleKind examples) {
  ComparisonOptions comparison;
  comparison.losses = losses_argument(options);
  const std::string init = options.word("init", {"random", "euclidean", "both"});
  if (init == "euclidean") comparison.inits = {Init::euclidean};
  if (init == "both") comparison.inits = {Init::random, Init::euclidean};
  comparison.repeats = options.whole("repeats", 1, 1'000'000);
  comparison.restarts = options.whole("restarts", 1, 1'000'000);
  comparison.seed = static_cast<std::uint64_t>(options.whole("seed", 0));
  comparison.validation = examples == ExampleKind::windows
                              ? options.real("validation", {.low = 0})
                              : options.real("validation", {.low = 0, .high = 1, .open_high = true});
  comparison.network = *std::ranges::find(kNetworks, name, [](NetworkKind network) { return to_text(network); });
  comparison.hidden.clear();
  for (const std::string& item : options.list("hidden"))
    comparison.hidden.push_back(static_cast<Index>(whole_argument(options.called("hidden"), item, 1, 1'000'000)));
  comparison.activation = options.word("activation", known_activations());
  comparison.kernel = options.whole("kernel", 1, 1'000'000);
  comparison.scale = scale_argument(options);
  comparison.base = options.word("base", {"none", "kernel"}) == "kernel" ? Base::kernel : Base::none;

  const std::string optimizer = options.word("optimizer", {"adam", "sgd", "lbfgs"});
  if (optimizer == "lbfgs" &&
      std::ranges::any_of(comparison.losses, [](const TrainingLoss& loss) { return loss.first_gamma.has_value(); }))
    throw OptionError(options.called("gamma") + ": expected " + options.called("optimizer") +
                      " adam or sgd with annealing (A:B), found lbfgs");
  comparison.trainer = read_trainer(options, optimizer);
  if (comparison.trainer.patience && comparison.validation == 0)
    throw OptionError(options.called("patience") + ": expected " + options.called("validation") +
                      " above 0 with it, found 0");
  return comparison;
}

// Whether the network is to be chosen.
bool network_is_open(const NamedValues& options) {
  if (!options.given("network")) return false;
  const std::vector<std::string> names = options.list("network");
  const bool open = std::ranges::count(names, "auto") > 0;
  if (open && names.size() > 1)
    throw OptionError(options.called("network") + ": expected auto alone, which chooses among all networks, found \"" +
                      options.text("network") + '"');
  return open;
}

// The networks to compare, in the order of the option, or that of the preset; all, of which to choose.
std::vector<std::string> network_names(const NamedValues& options, const std::string& preset) {
  if (!options.given("network")) return {preset_network(preset)};
  std::vector<std::string> known, names;
  for (const NetworkKind network : kNetworks) known.push_back(to_text(network));
  if (network_is_open(options)) return known;
  known.emplace_back("auto");
  for (const std::string& name : options.list("network")) {
    names.push_back(word_argument(options.called("network"), name, known));
    if (std::ranges::count(names, name) > 1)
      throw OptionError(options.called("network") + ": expected each network once, found \"" + name + "\" twice");
  }
  return names;
}

}  // namespace

std::string preset_name(const NamedValues& options, ExampleKind examples) {
  const std::string name = options.word("preset", preset_names());
  return name == "default" && examples == ExampleKind::windows ? "windows" : name;
}

OptionValues values_of_preset(const NamedValues& options, ExampleKind examples) {
  const std::string preset = preset_name(options, examples);
  const std::vector<std::string> networks = network_names(options, preset);
  OptionValues values = values_of_preset(preset, networks[0]);
  if (networks.size() == 1) return values;
  std::erase_if(values, [&](const auto& value) {
    const bool shared = value.first == "gamma" || value.first == "init" || value.first == "validation";
    return !shared;
  });
  return values;
}

NamedNetworks read_networks(const NamedValues& given, ExampleKind examples) {
  const NamedValues options = given.with_defaults(common_values());
  const std::string preset = preset_name(options, examples);
  const std::vector<std::string> names = network_names(options, preset);
  NamedNetworks named;
  if (network_is_open(options)) named.selection = Selection::best;
  for (const std::string& name : names)
    named.networks.push_back(read_network(options.with_defaults(values_of_preset(preset, name)), name, examples));
  if (options.given("teacher-forcing") && std::ranges::count(names, to_text(NetworkKind::gru)) == 0)
    throw OptionError(options.called("teacher-forcing") + ": expected " + options.called("network") +
                      " gru with it, found " + joined(names, ","));
  return named;
}

std::vector<std::string> network_option_names() {
  std::vector<std::string> names{"network", "band", "cost", "alpha", "clip", "teacher-forcing", "patience"};
  for (const OptionValues& known : {common_values(), values_of_preset(preset_names().front(), "")}) {
    for (const auto& [name, value] : known) names.push_back(name);
  }
  std::ranges::sort(names);
  return distinct(names);
}

}  // namespace softwarp
