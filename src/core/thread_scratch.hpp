/// Memory that a thread keeps between calls.
#pragma once

#include <utility>
#include <vector>

namespace softwarp {

/// A T with the memory that it had in an earlier call on this thread; returned at the end of the scope.
/// Its content is unspecified. Calls may nest: each has its own T, so that a call made within another one, for example
/// from a loss's compute(), does not overwrite what the outer call is using.
template <class T>
class ThreadScratch {
 public:
  ThreadScratch() {
    if (idle().empty()) return;
    value_ = std::move(idle().back());
    idle().pop_back();
  }
  ~ThreadScratch() { idle().push_back(std::move(value_)); }
  ThreadScratch(const ThreadScratch&) = delete;
  ThreadScratch& operator=(const ThreadScratch&) = delete;

  T& operator*() { return value_; }
  T* operator->() { return &value_; }

 private:
  static std::vector<T>& idle() {
    thread_local std::vector<T> values;
    return values;
  }

  T value_;
};

}  // namespace softwarp
