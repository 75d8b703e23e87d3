/// How blocks are best run on this processor. A matter of time alone: no choice changes a result.
#pragma once

#include <cstddef>

#include "softwarp/alignment/kernel/backend.hpp"

namespace softwarp::kernel {

/// How many bytes of weights a block may keep for the way back; what is not kept is computed twice.
template <class Real>
std::size_t weights_bytes();

/// Whether it is quicker to give each of so many pairs a lane than to take them one by one with a row a lane.
template <class Real>
bool lanes_for_pairs(Item<Real>* const* items, Index count, const Task& task);

}  // namespace softwarp::kernel
