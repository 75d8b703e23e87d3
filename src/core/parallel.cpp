#include "core/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace softwarp {
namespace {

std::atomic<int> thread_count{0};  // 0 until it is set: one per core
thread_local bool inside_loop = false;

}  // namespace

void set_threads(int count) {
  assert(count >= 1);
  thread_count = count;
}

int threads() {
  const int set = thread_count;
  return set > 0 ? set : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

int threads_here() { return inside_loop ? 1 : threads(); }

void detail::parallel_for(Index count, void (*body)(void*, Index), void* context) {
  const auto workers = std::min<Index>(count, threads_here());
  if (workers <= 1) {
    for (Index i = 0; i < count; ++i) body(context, i);
    return;
  }

  std::atomic<Index> next{0};
  std::mutex failure_mutex;
  std::exception_ptr failure;
  Index failed_at = count;
  const auto work = [&] {
    inside_loop = true;
    for (Index i = next++; i < count; i = next++) {
      try {
        body(context, i);
      } catch (...) {
        const std::lock_guard lock(failure_mutex);
        if (i < failed_at) {
          failed_at = i;
          failure = std::current_exception();
        }
        next = count;  // indices are handed out in order, so every lower one has already been started
      }
    }
    inside_loop = false;
  };
  {
    std::vector<std::jthread> helpers;
    for (Index w = 1; w < workers; ++w) helpers.emplace_back(work);
    work();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace softwarp
