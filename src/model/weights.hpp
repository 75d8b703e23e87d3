/// The parameters of a network as tensors that other programs know.
#pragma once

#include <map>
#include <string>
#include <variant>

#include "softwarp/model/safetensors.hpp"
#include "softwarp/nn/network.hpp"

namespace softwarp {

/// θ in the numbers that it was trained in.
using Weights = std::variant<Vector<float>, Vector<double>>;

/// "0.weight" [O×I] and "0.bias" [O] of the first dense layer, "2.weight" … of the next: the names and the order of
/// numbers (row by row) of PyTorch's Sequential(Linear, activation, Linear, …).   Shapes: theta [S].
std::map<std::string, Tensor> to_tensors(const NetworkShape& shape, const Weights& theta);

/// The way back.
/// Throws: Error naming `path` and the tensor where one is missing, is of another shape or type than the rest, is not
///   known, or holds a number that is not finite.
Weights from_tensors(const NetworkShape& shape, const std::map<std::string, Tensor>& tensors, const std::string& path);

}  // namespace softwarp
