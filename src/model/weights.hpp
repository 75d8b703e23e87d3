/// The parameters of a network as tensors that other programs know.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "softwarp/model/safetensors.hpp"
#include "softwarp/nn/shape.hpp"

namespace softwarp {

/// θ in the numbers that it was trained in.
using Weights = std::variant<Vector<float>, Vector<double>>;

/// A tensor for each of a network's parts, by its name. A part's last index runs fastest, so that those of
/// Sequential(Linear, activation, Linear, …) are PyTorch's, names included: "0.weight" [O×I], "0.bias" [O], "2.weight", ….
/// Shapes: theta [S].
std::map<std::string, Tensor> to_tensors(const std::vector<Part>& parts, const Weights& theta);

/// The way back.
/// Throws: Error naming `path` and the tensor where one is missing, is of another shape or type than the rest, is not
///   known, or holds a number that is not finite.
Weights from_tensors(const std::vector<Part>& parts, const std::map<std::string, Tensor>& tensors,
                     const std::string& path);

}  // namespace softwarp
