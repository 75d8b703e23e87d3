/// Loops over threads.
#pragma once

#include "core/types.hpp"

namespace softwarp {

/// How many threads parallel loops may use from now on, at least 1. For the whole process; at first one per core.
void set_threads(int count);
int threads();

/// How many threads a loop started here would get: 1 inside another parallel loop, else threads().
int threads_here();

namespace detail {
void parallel_for(Index count, void (*body)(void*, Index), void* context);
}

/// Calls body(0) … body(count−1), each once, spread over threads; returns when all are done.
///
/// Which thread runs which index is not fixed, so results are the same for any number of threads only where each index
/// writes its own place. A loop inside a loop runs on the thread that it is in. If bodies throw, the exception of the
/// lowest index is thrown here, after the loop has stopped.   Cost: one thread start per extra thread, about 20 µs.
template <class Body>
void parallel_for(Index count, Body&& body) {
  detail::parallel_for(
      count, [](void* context, Index i) { (*static_cast<std::remove_reference_t<Body>*>(context))(i); },
      const_cast<void*>(static_cast<const void*>(&body)));
}

}  // namespace softwarp
