#include "softwarp/nn/registry.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/nn/activation.hpp"
#include "softwarp/nn/convolution.hpp"
#include "softwarp/nn/dense.hpp"
#include "softwarp/nn/gru.hpp"
#include "softwarp/nn/gru_decoder.hpp"

namespace softwarp {
namespace {

// L(input, size, …) with a size for each of L::kSizes.
template <template <class> class L, class Real>
std::unique_ptr<Layer<Real>> make(SeriesShape input, const std::vector<Index>& sizes) {
  return [&]<std::size_t... k>(std::index_sequence<k...>)->std::unique_ptr<Layer<Real>> {
    return std::make_unique<L<Real>>(input, sizes[k]...);
  }
  (std::make_index_sequence<L<Real>::kSizes.size()>());
}

template <template <class> class L>
constexpr LayerEntry entry() {
  return {.type = L<float>::kType,
          .sizes = L<float>::kSizes,
          .is_activation = L<float>::kIsActivation,
          .make_float = make<L, float>,
          .make_double = make<L, double>};
}

constexpr std::array kLayers{
    entry<Convolution>(), entry<Dense>(), entry<Gru>(),  entry<GruDecoder>(),
    entry<Sigmoid>(),     entry<Tanh>(),  entry<Relu>(),
};

const LayerEntry& find_layer(const std::string& type) {
  const auto found = std::ranges::find(kLayers, type, &LayerEntry::type);
  if (found != kLayers.end()) return *found;
  throw Error("expected a layer of the types " + joined(kLayers, ", ", &LayerEntry::type) + "; found " +
              in_quotes(type));
}

// The sizes in the order of the entry.
std::vector<Index> sizes_of(const LayerSpec& spec, const LayerEntry& entry) {
  std::vector<Index> sizes;
  for (const std::string_view name : entry.sizes) {
    const auto size = spec.sizes.find(std::string(name));
    if (size != spec.sizes.end()) sizes.push_back(size->second);
  }
  const std::string where = spec.type + ": expected ";
  if (sizes.size() != entry.sizes.size() || sizes.size() != spec.sizes.size())
    throw Error(where + (entry.sizes.empty() ? "no sizes" : "the sizes " + joined(entry.sizes, ", ")) + ", found " +
                in_quotes(to_text(spec)));
  for (const Index size : sizes) {
    if (size < 1 || size > kLargestSize) {
      throw Error(where + "sizes from 1 to " + std::to_string(kLargestSize) + ", found " + in_quotes(to_text(spec)));
    }
  }
  return sizes;
}

}  // namespace

std::span<const LayerEntry> known_layers() { return kLayers; }

std::vector<std::string> known_activations() {
  std::vector<std::string> types;
  for (const LayerEntry& entry : kLayers) {
    if (entry.is_activation) types.emplace_back(entry.type);
  }
  return types;
}

template <class Real>
std::unique_ptr<Layer<Real>> make_layer(const LayerSpec& spec, SeriesShape input) {
  const LayerEntry& entry = find_layer(spec.type);
  const std::vector<Index> sizes = sizes_of(spec, entry);
  try {
    if constexpr (std::same_as<Real, float>)
      return entry.make_float(input, sizes);
    else
      return entry.make_double(input, sizes);
  } catch (const Error& error) {
    throw Error(to_text(spec) + ": " + error.what());
  }
}

template std::unique_ptr<Layer<float>> make_layer<float>(const LayerSpec&, SeriesShape);
template std::unique_ptr<Layer<double>> make_layer<double>(const LayerSpec&, SeriesShape);

}  // namespace softwarp
