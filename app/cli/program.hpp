/// The frame that every program stands in: exit status, error line, interruption.
#pragma once

#include <functional>
#include <stdexcept>

namespace softwarp {

/// Wrong usage of a program: exit status 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Thrown by check_interrupt(); not a std::exception, so that no handler of errors takes it for one.
struct Interrupted {};

/// Has the user pressed Ctrl-C, or was the process asked to terminate? Cheap; any thread may ask.
bool interrupt_asked();

/// Throws Interrupted if so.
void check_interrupt();

/// Runs a program's body and turns how it ends into the exit status: 0 done, 1 Error or any other failure, 2 wrong
/// usage, 130 interrupted; each but the first with one line on stderr, "name: what".
/// SIGINT and SIGTERM are caught while it runs; a second one ends the process at once.
int run_program(const char* name, const std::function<void()>& body);

}  // namespace softwarp
