/// What a network is made of, by name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "softwarp/nn/shape.hpp"

namespace softwarp {

/// A layer by the name of its type, as known_layers() lists them, and its sizes by name.
struct LayerSpec {
  std::string type;
  std::map<std::string, Index> sizes = {};

  bool operator==(const LayerSpec&) const = default;
};

/// The shape of one series as a network sees it, and the layers that it goes through.
struct NetworkSpec {
  SeriesShape input;
  std::vector<LayerSpec> layers;

  bool operator==(const NetworkSpec&) const = default;
};

/// "sigmoid", "dense(units=10)", "convolution(channels=8, kernel=3)".
std::string to_text(const LayerSpec& layer);

/// "dense(units=10) -> sigmoid -> dense(units=38)".
std::string to_text(const std::vector<LayerSpec>& layers);

/// The layers that a text such as that of to_text() names. Whether there are such layers, make_layer() tells.
/// Throws: Error where the text is none.
std::vector<LayerSpec> parse_layers(const std::string& text);

/// A multi-layer perceptron.
struct MlpShape {
  SeriesShape input;
  std::vector<Index> hidden = {};      ///< units of each hidden layer
  Index outputs = 1;                   ///< units of the last layer
  std::string activation = "sigmoid";  ///< one of known_activations()
};

/// Dense layers with an activation after each but the last.
NetworkSpec mlp(const MlpShape& shape);

}  // namespace softwarp
