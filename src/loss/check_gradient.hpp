/// Checks the gradients of a loss.
#pragma once

#include <vector>

#include "softwarp/core/gradient_check.hpp"
#include "softwarp/loss/loss.hpp"

namespace softwarp {

/// Compares dx of Loss::mean() with finite differences of its value: a loss of your own is right if none_wrong() says so
/// at a few points in general position, of one step and of many, of several dimensions, and of unequal lengths if it
/// takes them. Double is what to check in: in float, rounding hides errors below about 1e-3, and up to 1e-2 counts as
/// right.
/// Shapes: x [T·D×B], y [U·D×B] → one check, "dx".   Throws: as Loss::mean().
/// Cost: 6 values of the loss for each number compared, and 1344 to find the step.
template <class Real>
std::vector<GradientCheck> check_gradient(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y,
                                          const GradientCheckOptions& options = {});

/// Likewise dx and dy of Loss::pairs(), for a loss that computes both.   → two checks, "dx" and "dy".
template <class Real>
std::vector<GradientCheck> check_both_gradients(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y,
                                                const GradientCheckOptions& options = {});

}  // namespace softwarp
