/// Layers by name.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "softwarp/nn/layer.hpp"
#include "softwarp/nn/network_spec.hpp"

namespace softwarp {

/// Makes a layer from the sizes named in its entry, in that order.
template <class Real>
using LayerFactory = std::unique_ptr<Layer<Real>>(SeriesShape input, const std::vector<Index>& sizes);

/// A layer that make_layer() knows. The factories are references, so that an entry without them does not compile.
struct LayerEntry {
  std::string_view type;
  std::span<const std::string_view> sizes;
  bool is_activation;
  LayerFactory<float>& make_float;
  LayerFactory<double>& make_double;
};
std::span<const LayerEntry> known_layers();

/// The types of the layers that are functions of each number, for use between layers.
std::vector<std::string> known_activations();

/// Throws: Error listing the known layers if the type is unknown; if sizes are missing, unknown or out of range; and as
///   Layer's constructor.
template <class Real>
std::unique_ptr<Layer<Real>> make_layer(const LayerSpec& spec, SeriesShape input);

}  // namespace softwarp
