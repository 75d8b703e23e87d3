#include "presets.hpp"

#include "softwarp/comparison/presets.hpp"

namespace softwarp {

std::string with_presets(const std::string& option, const std::string& text) {
  const auto shown = [&](const std::string& network) {
    std::string values;
    for (const std::string& preset : preset_names()) {
      for (const auto& [name, value] : values_of_preset(preset, network)) {
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

ExampleKind example_kind(const CommandLine& parsed) {
  return parsed.given("window") ? ExampleKind::windows : ExampleKind::series;
}

OptionValues preset_values(const CommandLine& parsed) {
  OptionValues values = values_of_preset(parsed, example_kind(parsed));
  if (parsed.given("start")) values.emplace_back("init", "random");  // --start sets the weights
  if (parsed.flag("z-normalise")) values.emplace_back("scale", "series");
  return values;
}

}  // namespace softwarp
