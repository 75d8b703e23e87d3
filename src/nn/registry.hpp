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

/// Makes a layer from the sizes named in its entry, in that order.
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

/// The types of the layers that are functions of each number, for use between layers.
std::vector<std::string> known_activations();

/// Throws: Error listing the known layers if the type is unknown; if sizes are missing, unknown or out of range; and as
///   Layer's constructor.
template <class Real>
std::unique_ptr<Layer<Real>> make_layer(const LayerSpec& spec, SeriesShape input);

}  // namespace softwarp
