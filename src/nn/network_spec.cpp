#include "softwarp/nn/network_spec.hpp"

#include <algorithm>

#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

constexpr const char *kBetweenLayers = " -> ", *kBetweenSizes = ", ";

std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> items;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    items.push_back(text.substr(start, end - start));
    start = end + separator.size();
  }
  return items;
}

LayerSpec parse_layer(const std::string& text) {
  const auto check = [&](bool right) {
    if (!right) throw Error("expected a layer such as dense(units=10), found " + in_quotes(text));
  };
  const std::size_t open = text.find('(');
  LayerSpec layer{.type = text.substr(0, open)};
  if (open == text.npos) return layer;
  check(text.back() == ')');
  for (const std::string& item : split(text.substr(open + 1, text.size() - open - 2), kBetweenSizes)) {
    const std::size_t equals = item.find('=');
    check(equals != item.npos);
    const auto size = parse_integer(item.substr(equals + 1));
    check(size.has_value());
    check(layer.sizes.emplace(item.substr(0, equals), *size).second);
  }
  return layer;
}

}  // namespace

std::string to_text(const LayerSpec& layer) {
  if (layer.sizes.empty()) return layer.type;
  const auto size_text = [](const auto& size) { return size.first + '=' + std::to_string(size.second); };
  return layer.type + '(' + joined(layer.sizes, kBetweenSizes, size_text) + ')';
}

std::string to_text(const std::vector<LayerSpec>& layers) {
  return joined(layers, kBetweenLayers, [](const LayerSpec& layer) { return to_text(layer); });
}

std::vector<LayerSpec> parse_layers(const std::string& text) {
  std::vector<LayerSpec> layers;
  for (const std::string& item : split(text, kBetweenLayers)) layers.push_back(parse_layer(item));
  return layers;
}

NetworkSpec mlp(const MlpShape& shape) {
  NetworkSpec spec{.input = shape.input, .layers = {}};
  const auto add_dense = [&](Index units) { spec.layers.push_back({.type = "dense", .sizes = {{"units", units}}}); };
  for (const Index units : shape.hidden) {
    add_dense(units);
    spec.layers.push_back({.type = shape.activation});
  }
  add_dense(shape.outputs);
  return spec;
}

NetworkSpec recurrent(const RecurrentShape& shape) {
  NetworkSpec spec{.input = shape.input, .layers = {}};
  for (const Index units : shape.units) spec.layers.push_back({.type = "gru", .sizes = {{"units", units}}});
  spec.layers.push_back({.type = "gru_decoder", .sizes = {{"dims", shape.output.dims}, {"steps", shape.output.steps}}});
  return spec;
}

NetworkSpec convolutional(const ConvolutionalShape& shape) {
  NetworkSpec spec{.input = shape.input, .layers = {}};
  Index dilation = 1;
  for (const Index channels : shape.channels) {
    if ((shape.kernel - 1) * dilation >= shape.input.steps) dilation = 1;
    spec.layers.push_back(
        {.type = "convolution", .sizes = {{"channels", channels}, {"dilation", dilation}, {"kernel", shape.kernel}}});
    dilation *= 2;
  }
  spec.layers.push_back({.type = "dense", .sizes = {{"units", shape.outputs}}});
  return spec;
}

}  // namespace softwarp
