/// What a network is made of, by name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "softwarp/nn/shape.hpp"

namespace softwarp {

/// A layer: the name of its type, one of known_layers(), and its sizes by name.
struct LayerSpec {
  std::string type;
  std::map<std::string, Index> sizes = {};

  bool operator==(const LayerSpec&) const = default;
};

/// The shape of a series as the network sees it, and the layers it passes through.
struct NetworkSpec {
  SeriesShape input;
  std::vector<LayerSpec> layers;

  bool operator==(const NetworkSpec&) const = default;
};

/// "sigmoid", "dense(units=10)", "convolution(channels=8, kernel=3)".
std::string to_text(const LayerSpec& layer);

/// "dense(units=10) -> sigmoid -> dense(units=38)".
std::string to_text(const std::vector<LayerSpec>& layers);

/// Reads what to_text() writes; make_layer() checks that there are such layers.
/// Throws: Error if the text has another form.
std::vector<LayerSpec> parse_layers(const std::string& text);

/// A multi-layer perceptron.
struct MlpShape {
  SeriesShape input;
  std::vector<Index> hidden = {};      ///< units of each hidden layer
  Index outputs = 1;                   ///< units of the last layer
  std::string activation = "sigmoid";  ///< one of known_activations()
};

/// Dense layers, with an activation after each but the last.
NetworkSpec mlp(const MlpShape& shape);

/// A recurrent encoder of one layer or more, and a decoder that begins where the last of them ends.
struct RecurrentShape {
  SeriesShape input;
  std::vector<Index> units{32};  ///< of each layer of the encoder; the decoder has as many as the last
  SeriesShape output;
};
NetworkSpec recurrent(const RecurrentShape& shape);

/// Causal convolutions with dilations 1, 2, 4, …, from 1 again where a kernel would reach back further than the series;
/// and a dense layer over all their steps. A step of the L-th convolution sees 1 + (kernel − 1)·(2^L − 1) steps of the
/// input, where the dilations have not begun again.
/// Source: A. van den Oord et al., WaveNet: A generative model for raw audio, 2016; S. Bai, J. Z. Kolter, V. Koltun, An
/// Empirical Evaluation of Generic Convolutional and Recurrent Networks for Sequence Modeling, 2018.
struct ConvolutionalShape {
  SeriesShape input;
  std::vector<Index> channels{32, 32, 32, 32};  ///< of each convolution
  Index kernel = 3;                             ///< steps that a convolution sees at once
  Index outputs = 1;                            ///< units of the dense layer
};
NetworkSpec convolutional(const ConvolutionalShape& shape);

}  // namespace softwarp
