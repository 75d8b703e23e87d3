/// When a loop over pairs is worth threads.
#pragma once

#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/parallel.hpp"

namespace softwarp::kernel {

/// About 0.1 ms of the kernel's work. Below it, on a machine with other work, a helper comes too late to gain anything.
constexpr Index kCellsWorthThreads = 200'000;

/// body(0) … body(count−1), over threads where the loop is worth it. `cells`: its work, in cells of the kernel.
template <class Body>
void parallel_for_cells(Index count, Index cells, Body&& body) {
  if (cells > kCellsWorthThreads) return parallel_for(count, body);
  check_interrupt();
  for (Index k = 0; k < count; ++k) body(k);
}

}  // namespace softwarp::kernel
