/// Between the memory of the items and that of the lanes: series and given costs on the way in, gradients and E out.
#pragma once

#include "softwarp/alignment/kernel/layout.hpp"

namespace softwarp::kernel {

/// x and y into the lanes. Rows off the matrix and lanes without a pair repeat what is there, so that every number
/// stays harmless.
template <class Real>
void load_series(const Block<Real>& block, const LaneLayout& lanes, Layout<Real>& layout);

/// Given costs into a group's panel.
template <class Real>
void load_costs(const Block<Real>& block, const LaneLayout& lanes, const Group<Real>& group, Layout<Real>& layout);

/// E out of a group's panel to the items that ask for it, whole or in parts.
template <class Real>
void store_matrix(const Block<Real>& block, const LaneLayout& lanes, const Group<Real>& group, Layout<Real>& layout);

/// dx and dy, which the lanes hold by half, and visits to the items that ask for them.
template <class Real>
void store_gradients(const Block<Real>& block, const LaneLayout& lanes, Layout<Real>& layout);

}  // namespace softwarp::kernel
