/// Missing values.
#pragma once

#include "softwarp/core/types.hpp"

namespace softwarp {

/// Fills the gaps (NaN) of one dimension in place: linearly between neighbours, with the nearest value at the ends.
/// Returns false if there is no value at all.   Shapes: values [T].
bool fill_gaps(Eigen::Ref<Eigen::RowVectorXd, 0, Eigen::InnerStride<>> values);

/// A line between the ends of a gap is a fair guess over a few steps, and a misleading one over many: a network that
/// takes missing steps does better without the steps of a gap that is longer than this (docs/recurrent.md).
inline constexpr Index kLongestFilled = 12;

/// Where values lie in gaps of more than kLongestFilled steps.   Shapes: gaps [D×T] → [D×T].
Matrix<bool> long_gaps(const Matrix<bool>& gaps);

}  // namespace softwarp
