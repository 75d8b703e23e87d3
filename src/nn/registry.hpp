/// Layers by name.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "softwarp/nn/layer.hpp"
#include "softwarp/nn/network_spec.hpp"

namespace softwarp {

/// Makes a layer of the sizes that its entry names, in their order.
template <class Real>
using LayerMaker = std::unique_ptr<Layer<Real>> (*)(SeriesShape input, const std::vector<Index>& sizes);

/// A layer that make_layer() knows.
struct LayerEntry {
  std::string_view type;
  std::span<const std::string_view> sizes;
  bool is_activation;
  std::tuple<LayerMaker<float>, LayerMaker<double>> makers;
};
std::span<const LayerEntry> known_layers();

/// The types of those that are functions of each number: what a network puts between its layers.
std::vector<std::string> known_activations();

/// Throws: Error listing the known layers for an unknown type; where sizes are missing, unknown or out of range; or as
///   the layer's constructor.
template <class Real>
std::unique_ptr<Layer<Real>> make_layer(const LayerSpec& spec, SeriesShape input);

}  // namespace softwarp
