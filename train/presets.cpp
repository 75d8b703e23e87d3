#include "presets.hpp"

#include <algorithm>
#include <array>

#include "app/cli/arguments.hpp"
#include "app/cli/program.hpp"
#include "softwarp/comparison/setting.hpp"

namespace softwarp {
namespace {

struct Preset {
  const char* name;
  const char* gamma;
  const char* init;
  const char* network;
  const char* hidden;
  const char* activation;
  const char* optimizer;
  const char* learning_rate;
  const char* schedule;
  const char* weight_decay;
  const char* epochs;
  const char* batch_size;
  const char* validation;
  const char* scale;
  const char* base;

  OptionValues values() const {
    return {{"gamma", gamma},
            {"init", init},
            {"network", network},
            {"hidden", hidden},
            {"activation", activation},
            {"optimizer", optimizer},
            {"learning-rate", learning_rate},
            {"schedule", schedule},
            {"weight-decay", weight_decay},
            {"epochs", epochs},
            {"batch-size", batch_size},
            {"validation", validation},
            {"scale", scale},
            {"base", base}};
  }
};

constexpr std::array kPresets{
    // What --preset default stands for with --window. Chosen on the validation parts of three series (docs/results.md).
    Preset{.name = "windows",
           .gamma = "0.01",
           .init = "random",
           .network = "mlp",
           .hidden = "64",
           .activation = "relu",
           .optimizer = "adam",
           .learning_rate = "0.001",
           .schedule = "cosine",
           .weight_decay = "100",
           .epochs = "50",
           .batch_size = "32",
           .validation = "0.2",
           .scale = "last",
           .base = "none"},
    // As in the example that the authors of [CB17] published; the paper itself states none of these values.
    Preset{.name = "paper",
           .gamma = "0.1",
           .init = "random",
           .network = "mlp",
           .hidden = "10",
           .activation = "sigmoid",
           .optimizer = "adam",
           .learning_rate = "0.001",
           .schedule = "constant",
           .weight_decay = "0",
           .epochs = "30",
           .batch_size = "1",
           .validation = "0",
           .scale = "none",
           .base = "none"},
    // Chosen on training series held out of the UCR archive's training sets (docs/results.md).
    Preset{.name = "default",
           .gamma = "0.01",
           .init = "random",
           .network = "mlp",
           .hidden = "30",
           .activation = "sigmoid",
           .optimizer = "adam",
           .learning_rate = "0.003",
           .schedule = "cosine",
           .weight_decay = "120",
           .epochs = "60",
           .batch_size = "1",
           .validation = "0",
           .scale = "step",
           .base = "kernel"},
};

// What a network has instead of its preset's values. Chosen on training series alone (docs/results.md).
struct NetworkPreset {
  std::string_view preset, network;
  std::array<std::pair<const char*, const char*>, 4> values;
};
constexpr std::array kNetworkPresets{
    NetworkPreset{"default", "gru", {{{"hidden", "16"}, {"weight-decay", "20"}, {"clip", "1"}}}},
    NetworkPreset{
        "default", "conv", {{{"hidden", "16,16,16,16"}, {"learning-rate", "0.001"}, {"weight-decay", "500"}}}},
    NetworkPreset{"paper", "gru", {{{"clip", "1"}}}},
    NetworkPreset{
        "windows", "gru", {{{"hidden", "32"}, {"learning-rate", "0.003"}, {"weight-decay", "0"}, {"clip", "1"}}}},
    NetworkPreset{"windows", "conv", {{{"hidden", "16,16,16,16"}}}},
};

// The values of a preset, with those that the network has instead.
OptionValues values_of(const Preset& preset, std::string_view network) {
  OptionValues values = preset.values();
  for (const NetworkPreset& own : kNetworkPresets) {
    if (own.preset != preset.name || own.network != network) continue;
    for (const auto& value : own.values) {
      if (value.first == nullptr) continue;
      std::erase_if(values, [&](const auto& common) { return common.first == value.first; });
      values.emplace_back(value.first, value.second);
    }
  }
  return values;
}

}  // namespace

std::string with_presets(const std::string& option, const std::string& text) {
  const auto shown = [&](std::string_view network) {
    std::string values;
    for (auto preset = kPresets.rbegin(); preset != kPresets.rend(); ++preset) {  // as --preset names them
      for (const auto& [name, value] : values_of(*preset, network)) {
        if (name == option) values += (values.empty() ? "" : "; ") + value;
      }
    }
    return "[" + values + "]";
  };
  std::string described = text + " " + shown("");
  for (const NetworkKind network : kNetworks) {
    if (const std::string own = shown(to_text(network)); own != shown(""))
      described += ", " + to_text(network) + " " + own;
  }
  return described;
}

std::string preset_name(const CommandLine& parsed) {
  const std::string name = parsed.word("preset", {"default", "paper", "windows"});
  return name == "default" && parsed.given("window") ? "windows" : name;
}

bool network_is_open(const CommandLine& parsed) {
  if (!parsed.given("network")) return false;
  const std::vector<std::string> names = parsed.list("network");
  const bool open = std::ranges::count(names, "auto") > 0;
  if (open && names.size() > 1)
    throw UsageError("--network: expected auto alone, which chooses among all networks, found \"" +
                     parsed.text("network") + '"');
  return open;
}

std::vector<std::string> network_names(const CommandLine& parsed) {
  if (!parsed.given("network")) return {std::ranges::find(kPresets, preset_name(parsed), &Preset::name)->network};
  std::vector<std::string> known, names;
  for (const NetworkKind network : kNetworks) known.push_back(to_text(network));
  if (network_is_open(parsed)) return known;
  known.emplace_back("auto");
  for (const std::string& name : parsed.list("network")) {
    names.push_back(word_argument("network", name, known));
    if (std::ranges::count(names, name) > 1)
      throw UsageError("--network: expected each network once, found \"" + name + "\" twice");
  }
  return names;
}

OptionValues network_values(const CommandLine& parsed, const std::string& network) {
  Preset preset = *std::ranges::find(kPresets, preset_name(parsed), &Preset::name);
  if (parsed.given("start")) preset.init = "random";  // --start sets the weights
  if (parsed.flag("z-normalise")) preset.scale = "series";
  preset.network = network.c_str();
  return values_of(preset, network);
}

OptionValues preset_values(const CommandLine& parsed) {
  const std::vector<std::string> networks = network_names(parsed);
  OptionValues values = network_values(parsed, networks[0]);
  if (networks.size() == 1) return values;
  std::erase_if(values, [&](const auto& value) {
    const bool shared = value.first == "gamma" || value.first == "init" || value.first == "validation";
    return !shared;
  });
  return values;
}

}  // namespace softwarp
