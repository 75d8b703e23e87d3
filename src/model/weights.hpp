/// The parameters of a network as tensors that other programs know.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "softwarp/model/safetensors.hpp"
#include "softwarp/nn/shape.hpp"

namespace softwarp {

/// θ in the type of numbers that it was trained in.
using Weights = std::variant<Vector<float>, Vector<double>>;

/// One tensor per part of a network, under the part's name, with the last index running fastest. Those of dense layers
/// with activations between them are those of PyTorch's Sequential(Linear, activation, Linear, …): "0.weight" [O×I],
/// "0.bias" [O], "2.weight", ….   Shapes: theta [S].
std::map<std::string, Tensor> to_tensors(const std::vector<Part>& parts, const Weights& theta);

/// The inverse of to_tensors().
/// Throws: Error naming `path` and the tensor if one is missing or unknown, has another shape, differs in type from the
///   others, or holds a number that is not finite.
Weights from_tensors(const std::vector<Part>& parts, const std::map<std::string, Tensor>& tensors,
                     const std::string& path);

}  // namespace softwarp
