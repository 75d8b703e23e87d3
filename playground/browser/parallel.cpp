// core/parallel.cpp for a page, which has one thread.
#include "softwarp/core/parallel.hpp"

#include "softwarp/core/interrupt.hpp"

namespace softwarp {

void set_threads(int) {}
int threads() { return 1; }
int threads_here() { return 1; }

void detail::parallel_for(Index count, void (*body)(void*, Index), void* context) {
  for (Index i = 0; i < count; ++i) {
    check_interrupt();
    body(context, i);
  }
}

}  // namespace softwarp
