/// What surrounds the body of every program: exit status, error line, signals.
#pragma once

#include <functional>
#include <stdexcept>

#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"

namespace softwarp {

/// Wrong usage of a program: exit status 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Calls `make`, which makes what options ask for and checks them.   Throws: UsageError where that throws Error.
template <class Make>
auto try_arguments(Make make) try {
  return make();
} catch (const Error& error) {
  throw UsageError(error.what());
}

/// Runs a program's body and returns its exit status: 0 success, 1 Error or any other failure, 2 wrong usage, 130
/// interrupted, even if the body has returned; each but the first with one line on stderr, "name: what".
/// While it runs, SIGINT and SIGTERM are interrupts (softwarp/core/interrupt.hpp), and a second one ends the process
/// immediately; a closed pipe and a file that may not grow are errors of whoever writes.
int run_program(const char* name, const std::function<void()>& body);

}  // namespace softwarp
