#include "app/cli/program.hpp"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <new>

#include "softwarp/core/in_quotes.hpp"

namespace softwarp {
namespace {

// Set by a signal handler and read by any thread: a lock-free atomic is right for both.
std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void on_signal(int) { interrupted.store(true, std::memory_order_relaxed); }

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

bool interrupt_asked() { return interrupted.load(std::memory_order_relaxed); }

void check_interrupt() {
  if (interrupt_asked()) throw Interrupted{};
}

int run_program(const char* name, const std::function<void()>& body) {
  catch_signals();
  try {
    body();
    return 0;
  } catch (const UsageError& error) {
    std::fprintf(stderr, "%s: %s (see %s --help)\n", name, one_line(error.what()).c_str(), name);
    return 2;
  } catch (const Interrupted&) {
    std::fprintf(stderr, "%s: interrupted\n", name);
    return 130;
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "%s: out of memory\n", name);
    return 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", name, one_line(error.what()).c_str());
    return 1;
  }
}

}  // namespace softwarp
