/// Checks the gradients of a layer, or of a network.
#pragma once

#include <vector>

#include "softwarp/core/gradient_check.hpp"
#include "softwarp/nn/network.hpp"

namespace softwarp {

/// Compares what backward() makes of a random dy with finite differences of ⟨dy, y⟩: the gradient of each part of θ, and
/// dx. A right layer is right at any θ and x in general position.
/// Shapes: theta [S], x [I×B] → a check for each part, named as it is, and "dx".
/// Cost: 6 forward() for each number compared, and 1344 for each check to find its step.
std::vector<GradientCheck> check_gradient(const Layer<double>& layer, const Vector<double>& theta,
                                          const Matrix<double>& x, const GradientCheckOptions& options = {});

/// The parts of all layers of a network, "0.weight" and so on.
std::vector<GradientCheck> check_gradient(const Network<double>& network, const Vector<double>& theta,
                                          const Matrix<double>& x, const GradientCheckOptions& options = {});

/// Compares the gradient g of a function of all θ, part by part.   Shapes: theta, g [S].
std::vector<GradientCheck> check_parts(const std::vector<Part>& parts,
                                       const std::function<double(const Vector<double>&)>& f,
                                       const Vector<double>& theta, const Vector<double>& g,
                                       const GradientCheckOptions& options = {});

}  // namespace softwarp
