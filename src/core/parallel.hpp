/// Parallel loops.
#pragma once

#include "softwarp/core/types.hpp"

namespace softwarp {

/// Sets how many threads parallel loops in this process may use from now on, at least 1. The default is one per core.
void set_threads(int count);
int threads();

/// How many threads a loop started here would get: 1 inside another parallel loop, otherwise threads().
int threads_here();

namespace detail {
void parallel_for(Index count, void (*body)(void*, Index), void* context);
}

/// Calls body(0) … body(count−1) once each, distributed over threads; returns when all are done.
///
/// Which thread runs which index is not fixed, so results are the same for any number of threads only if each index
/// writes to its own place. A loop inside a loop runs on the calling thread, and so does a loop that another thread
/// starts while one is running. The calling thread takes part and never waits for a helper that has not started.
/// Throws: the exception of the lowest index that failed, after the loop has stopped; Interrupted (interrupt.hpp).
/// Cost: 0.3 µs if the helpers are awake, 5 µs if they sleep (bench_parallel); the first loop starts the threads.
template <class Body>
void parallel_for(Index count, Body&& body) {
  detail::parallel_for(
      count, [](void* context, Index i) { (*static_cast<std::remove_reference_t<Body>*>(context))(i); },
      const_cast<void*>(static_cast<const void*>(&body)));
}

}  // namespace softwarp
