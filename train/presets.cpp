#include "presets.hpp"

#include <algorithm>
#include <array>

#include "app/cli/arguments.hpp"

namespace softwarp {
namespace {

struct Preset {
  const char* name;
  const char* gamma;
  const char* init;
  const char* hidden;
  const char* activation;
  const char* optimizer;
  const char* learning_rate;
  const char* schedule;
  const char* weight_decay;
  const char* epochs;
  const char* batch_size;
  const char* scale;
  const char* base;

  OptionValues values() const {
    return {{"gamma", gamma},         {"init", init},
            {"hidden", hidden},       {"activation", activation},
            {"optimizer", optimizer}, {"learning-rate", learning_rate},
            {"schedule", schedule},   {"weight-decay", weight_decay},
            {"epochs", epochs},       {"batch-size", batch_size},
            {"scale", scale},         {"base", base}};
  }
};

constexpr std::array kPresets{
    // As in the example that the authors of [CB17] published; the paper itself states none of these values.
    Preset{"paper", "0.1", "random", "10", "sigmoid", "adam", "0.001", "constant", "0", "30", "1", "none", "none"},
    // Chosen on training series held out of the UCR archive's training sets (docs/results.md).
    Preset{"default", "0.01", "random", "30", "sigmoid", "adam", "0.003", "cosine", "120", "60", "1", "step", "kernel"},
};

}  // namespace

std::string with_presets(const std::string& option, const std::string& text) {
  std::string shown;
  for (auto preset = kPresets.rbegin(); preset != kPresets.rend(); ++preset) {  // as --preset names them
    for (const auto& [name, value] : preset->values()) {
      if (name == option) shown += (shown.empty() ? "" : "; ") + value;
    }
  }
  return text + " [" + shown + "]";
}

OptionValues preset_values(const CommandLine& parsed) {
  const std::string name = parsed.word("preset", {"default", "paper"});
  Preset preset = *std::ranges::find(kPresets, name, &Preset::name);
  if (parsed.given("start")) preset.init = "random";  // --start sets the weights
  if (parsed.flag("z-normalise")) preset.scale = "series";
  return preset.values();
}

}  // namespace softwarp
