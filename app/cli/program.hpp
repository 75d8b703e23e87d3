/// What surrounds the body of every program: exit status, error line, interruption.
#pragma once

#include <functional>
#include <stdexcept>

namespace softwarp {

/// Wrong usage of a program: exit status 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Thrown by check_interrupt(). Not a std::exception, so that no error handler mistakes it for an error.
struct Interrupted {};

/// Whether the user has pressed Ctrl-C or the process was asked to terminate. Cheap; any thread may call it.
bool interrupt_asked();

/// Throws Interrupted if so.
void check_interrupt();

/// Runs a program's body and returns its exit status: 0 success, 1 Error or any other failure, 2 wrong usage, 130
/// interrupted; each but the first with one line on stderr, "name: what".
/// SIGINT and SIGTERM are caught while it runs; a second signal ends the process immediately.
int run_program(const char* name, const std::function<void()>& body);

}  // namespace softwarp
