#include "softwarp/comparison/presets.hpp"

#include <algorithm>
#include <array>

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
    // What `default` stands for where the examples are windows. Chosen on the validation parts of three series (docs/results.md).
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

const Preset& find_preset(std::string_view name) { return *std::ranges::find(kPresets, name, &Preset::name); }

}  // namespace

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (auto preset = kPresets.rbegin(); preset != kPresets.rend(); ++preset) names.emplace_back(preset->name);
  return names;
}

std::string preset_network(std::string_view preset) { return find_preset(preset).network; }

OptionValues values_of_preset(std::string_view preset, std::string_view network) {
  OptionValues values = find_preset(preset).values();
  for (const NetworkPreset& own : kNetworkPresets) {
    if (own.preset != preset || own.network != network) continue;
    for (const auto& value : own.values) {
      if (value.first == nullptr) continue;
      std::erase_if(values, [&](const auto& common) { return common.first == value.first; });
      values.emplace_back(value.first, value.second);
    }
  }
  return values;
}

const OptionValues& common_values() {
  static const OptionValues values{{"preset", "default"}, {"loss", "all"},     {"repeats", "1"},
                                   {"restarts", "1"},     {"kernel", "3"},     {"warm-up", "0"},
                                   {"momentum", "0.9"},   {"monitor", "loss"}, {"seed", "0"}};
  return values;
}

std::string common_value(std::string_view option) {
  return std::ranges::find(common_values(), option, &OptionValues::value_type::first)->second;
}

}  // namespace softwarp
