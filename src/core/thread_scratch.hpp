/// Memory that a thread keeps from call to call.
#pragma once

#include <utility>
#include <vector>

namespace softwarp {

/// A T with the memory that an earlier call on this thread left in it; given back at the end of the scope.
/// What it holds is unspecified. Calls may nest: each has a T of its own, so one that a user's code makes from within
/// another, from a loss's compute() say, does not overwrite what the outer one is using.
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
