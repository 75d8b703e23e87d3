#include "support/allocation_count.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::size_t> count{0};
}

std::size_t softwarp::test::allocation_count() { return count; }

// Eigen calls malloc directly, Highway's buffers call aligned_alloc; the linker redirects those calls here (--wrap in
// tests/CMakeLists.txt).
extern "C" void* __real_malloc(std::size_t size);
extern "C" void* __wrap_malloc(std::size_t size) {
  ++count;
  return __real_malloc(size);
}
extern "C" void* __real_aligned_alloc(std::size_t alignment, std::size_t size);
extern "C" void* __wrap_aligned_alloc(std::size_t alignment, std::size_t size) {
  ++count;
  return __real_aligned_alloc(alignment, size);
}

// Everything else uses operator new, which is counted through its malloc.
#ifndef __SANITIZE_ADDRESS__  // which has its own operators and checks that they are not mixed with malloc
void* operator new(std::size_t size) {
  if (void* memory = std::malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif
