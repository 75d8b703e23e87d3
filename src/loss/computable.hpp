/// Whether a loss can be computed on some data, found before the work instead of in its middle.
#pragma once

#include "softwarp/loss/loss.hpp"

namespace softwarp {

/// Compares the largest values of a batch with the smallest ones, over its whole length: where this fails because γ is
/// too small or too large for such costs, the work on these series would.
/// Shapes: series [D·T×N], with NaN where there is no value.   Throws: Error as Loss::pairs().   Cost: one pair.
template <class Real>
void check_computable(const Loss<double>& loss, const Batch<Real>& series);

}  // namespace softwarp
