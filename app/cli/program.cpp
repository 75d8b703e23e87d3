#include "app/cli/program.hpp"

#include <csignal>
#include <cstdio>
#include <new>

#include "softwarp/core/descriptor.hpp"
#include "softwarp/core/in_quotes.hpp"

namespace softwarp {
namespace {

extern "C" void on_signal(int) { interrupt(); }

void set_up_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace

int run_program(const char* name, const std::function<void()>& body) {
  occupy_standard_descriptors();
  forget_interrupt();
  set_up_signals();
  try {
    body();
    if (!interrupt_asked()) return 0;
    throw Interrupted{};  // what was done by then has been reported
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
