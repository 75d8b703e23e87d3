/// What passes between the CPU's backend and the kernel.
#pragma once

#include <cstddef>

#include "softwarp/alignment/kernel/backend.hpp"
#include "softwarp/alignment/kernel/vector_code.hpp"

namespace softwarp::kernel {

/// How many bytes of checkpoints may be kept on one level, unless two rows need more.
constexpr std::size_t kCheckpointBytes = std::size_t{128} << 20;

/// Pairs that are aligned together, on one thread. Inputs have been checked.
template <class Real>
struct Block {
  Item<Real>* const* items;
  Index count;
  Index dims;
  Task task;
  bool pair_lanes;            // a pair in each lane, at most lanes() of them; else one pair, its rows in the lanes
  std::size_t weights_bytes;  // how many bytes of weights may be kept for the way back; the rest is computed again
  std::size_t checkpoint_bytes = kCheckpointBytes;
};

/// The recursion of what is asked.
Recursion recursion_of(const Task& task);

void run(const Block<float>& block);
void run(const Block<double>& block);

}  // namespace softwarp::kernel
