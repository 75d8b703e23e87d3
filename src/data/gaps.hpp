/// Missing values.
#pragma once

#include "softwarp/core/types.hpp"

namespace softwarp {

/// Fills the gaps (NaN) of one dimension in place: linearly between neighbours, with the nearest value at the ends.
/// Returns false if there is no value at all.   Shapes: values [T].
bool fill_gaps(Eigen::Ref<Eigen::RowVectorXd, 0, Eigen::InnerStride<>> values);

}  // namespace softwarp
