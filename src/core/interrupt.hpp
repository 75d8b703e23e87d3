/// Stopping the work of a process from outside, and reporting what it had done.
#pragma once

#include <atomic>
#include <cstdint>

namespace softwarp {

/// Thrown where work stops. Not a std::exception, so that no error handler mistakes it for an error.
struct Interrupted {};

namespace detail {
enum class Interrupt { none, asked, lifted };
inline constinit std::atomic<Interrupt> interrupt_state{Interrupt::none};
static_assert(std::atomic<Interrupt>::is_always_lock_free);  // a signal handler writes it, any thread reads it
inline constinit thread_local const std::int32_t* stop_flag = nullptr;
}  // namespace detail

/// Asks all work of the process to stop: every parallel loop, and whatever else calls check_interrupt().
/// Any thread may call it, and a signal handler.
inline void interrupt() { detail::interrupt_state.store(detail::Interrupt::asked, std::memory_order_relaxed); }

/// Whether that was asked for, even if it has been lifted.
inline bool interrupt_asked() {
  return detail::interrupt_state.load(std::memory_order_relaxed) != detail::Interrupt::none;
}

/// The flag that stops the work of the calling thread, and of those that help it; null: none. It is stopped once the
/// flag is not 0; any thread may set it.
inline const std::int32_t* stop_flag() { return detail::stop_flag; }
inline void set_stop_flag(const std::int32_t* flag) { detail::stop_flag = flag; }

/// Throws Interrupted if work has to stop. Cheap.
inline void check_interrupt() {
  if (detail::interrupt_state.load(std::memory_order_relaxed) == detail::Interrupt::asked) throw Interrupted{};
  std::int32_t* flag = const_cast<std::int32_t*>(detail::stop_flag);  // atomic_ref wants it so, and only reads it
  if (flag != nullptr && std::atomic_ref(*flag).load(std::memory_order_relaxed) != 0) throw Interrupted{};
}

/// Lets work go on after an interrupt, to judge and report what had been done by then.
inline void lift_interrupt() {
  if (interrupt_asked()) detail::interrupt_state.store(detail::Interrupt::lifted, std::memory_order_relaxed);
}

/// As if none had been asked for.
inline void forget_interrupt() { detail::interrupt_state.store(detail::Interrupt::none, std::memory_order_relaxed); }

}  // namespace softwarp
