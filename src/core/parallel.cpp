#include "softwarp/core/parallel.hpp"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#include "softwarp/core/interrupt.hpp"

namespace softwarp {
namespace {

std::atomic<int> thread_count{0};  // 0 until it is set: one thread per core
thread_local bool inside_loop = false;

// A running loop. Any number of threads may work on it; each takes the next index until none is left.
struct Loop {
  Index count;
  void (*body)(void*, Index);
  void* context;
  const std::int32_t* stop = stop_flag();  // that of the thread which started it counts for all that work on it
  std::atomic<Index> next{0};
  std::mutex failure_mutex = {};
  std::exception_ptr failure = {};
  Index failed_at = count;

  void work() {
    inside_loop = true;
    set_stop_flag(stop);
    for (Index i = next++; i < count; i = next++) {
      try {
        check_interrupt();
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
  }
};

// Threads that wait for a loop. They are started when a loop first needs them and stay until the process ends.
class Pool {
 public:
  // Asks for this many helpers; false if another loop has them.
  bool offer(Loop& loop, Index helpers) {
    {
      const std::lock_guard lock(mutex_);
      if (loop_ != nullptr) return false;
      loop_ = &loop;
      places_ = helpers;
      try {
        for (; threads_ < helpers; ++threads_) std::thread([this] { help(); }).detach();
      } catch (const std::system_error&) {
        // The system provides no more threads; the existing ones have to do.
      }
    }
    for (Index k = 0; k < helpers; ++k) offered_.notify_one();
    return true;
  }

  // Waits for the helpers that have started; one that wakes up later finds nothing to do.
  void withdraw() {
    std::unique_lock lock(mutex_);
    places_ = 0;
    left_.wait(lock, [this] { return working_ == 0; });
    loop_ = nullptr;
  }

 private:
  [[noreturn]] void help() {
    std::unique_lock lock(mutex_);
    while (true) {
      offered_.wait(lock, [this] { return places_ > 0; });
      --places_;
      ++working_;
      Loop& loop = *loop_;
      lock.unlock();
      loop.work();
      lock.lock();
      if (--working_ == 0) left_.notify_one();
    }
  }

  std::mutex mutex_;
  std::condition_variable offered_, left_;
  Loop* loop_ = nullptr;
  Index threads_ = 0;
  Index places_ = 0;   // helpers that the loop still accepts
  Index working_ = 0;  // helpers inside it
};

// Never destroyed: at the end of the process its threads wait, or work for a thread that the end does not wait for.
// A forked child has a pool of its own, since it has none of the parent's threads, and a mutex may have been theirs.
Pool& pool() {
  static std::atomic<Pool*> current = [] {
    pthread_atfork(nullptr, nullptr, [] { current = new Pool; });
    return new Pool;
  }();
  return *current;
}

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
  const Index helpers = std::min<Index>(count, threads_here()) - 1;
  Loop loop{.count = count, .body = body, .context = context};
  if (helpers < 1 || !pool().offer(loop, helpers)) {
    for (Index i = 0; i < count; ++i) {
      check_interrupt();
      body(context, i);
    }
    return;
  }
  loop.work();
  pool().withdraw();
  if (loop.failure) std::rethrow_exception(loop.failure);
}

}  // namespace softwarp
