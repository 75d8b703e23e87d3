/// Activation functions as layers without parameters.
#pragma once

#include <memory>
#include <string>

#include "softwarp/nn/layer.hpp"

namespace softwarp {

/// Functions of one number, applied to each. Each derivative is written in terms of the output y alone.
enum class Activation {
  sigmoid,  ///< y = 1/(1 + e^−x),   dy/dx = y (1 − y)
  tanh,     ///< y = tanh x,          dy/dx = 1 − y²
  relu,     ///< y = max(x, 0),       dy/dx = 1 where y > 0, else 0 (at 0 too)
};

std::string to_text(Activation activation);

/// Throws: Error listing the known names where `name` is none of them.
Activation parse_activation(const std::string& name);

/// The activation as a layer of `size` inputs and outputs.   Cost: O(size·B).
template <class Real>
std::unique_ptr<Layer<Real>> make_activation(Activation activation, Index size);

}  // namespace softwarp
