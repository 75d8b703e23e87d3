/// Waits for another process.
#pragma once

#include <chrono>
#include <thread>

namespace softwarp {

/// Waits until the condition holds; false after a minute.
template <class Condition>
bool comes_true(Condition&& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace softwarp
