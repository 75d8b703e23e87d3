/// What passes between the CPU's backend and the kernel that is compiled for every SIMD target.
#pragma once

#include <cstddef>

#include "softwarp/alignment/kernel/backend.hpp"

namespace softwarp::kernel {

/// Pairs that are aligned together. Inputs have been checked.
template <class Real>
struct Block {
  Item<Real>* const* items;
  Index count;
  Index dims;
  Task task;
  bool pair_lanes;            // a pair a lane, at most lanes() of them; else one after the other, rows in lanes
  std::size_t weights_bytes;  // how many bytes of weights may be kept for the way back; the rest is computed again
};

// Each is compiled for every target, and the active one is called.
void run(const Block<float>& block);
void run(const Block<double>& block);
/// The largest absolute value of a series, or infinity where one is not finite.
float largest(const float* values, Index count);
double largest(const double* values, Index count);
/// Lanes of a vector of Real.
Index lanes(float);
Index lanes(double);

}  // namespace softwarp::kernel
