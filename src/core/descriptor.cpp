#include "softwarp/core/descriptor.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>
#include <thread>
#include <utility>

#include "softwarp/core/interrupt.hpp"

namespace softwarp {
namespace {

// An interrupt ends a wait by a signal, but for one that comes just before it: hence no wait is longer than this.
constexpr std::chrono::milliseconds kWait(100);

// Returns when a call would not wait, or fail. Where nothing is to be waited for, an interrupt is none of its
// business: a result that is being written is written.
void wait_until_ready(int descriptor, short events) {
  pollfd watched{.fd = descriptor, .events = events, .revents = 0};
  while (::poll(&watched, 1, static_cast<int>(kWait.count())) <= 0) check_interrupt();
}

bool is_pipe(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode);
}

// Whether a call that failed may work later.
bool is_passing(int error) { return error == EINTR || error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

void Descriptor::close() {
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

Descriptor open_file(const std::string& path, int flags, unsigned mode) {
  while (true) {
    // To read, a pipe opens at once; to write, it fails until somebody reads.
    Descriptor opened(::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode));
    const int reason = errno;
    const bool waits = !opened.is_open() && (reason == EINTR || (reason == ENXIO && is_pipe(path)));
    errno = reason;
    if (!waits) return opened;
    check_interrupt();
    std::this_thread::sleep_for(kWait / 10);
  }
}

std::ptrdiff_t read_some(int from, char* buffer, std::size_t size) {
  while (true) {
    wait_until_ready(from, POLLIN);
    const ssize_t count = ::read(from, buffer, size);
    if (count >= 0 || !is_passing(errno)) return count;
  }
}

bool write_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    wait_until_ready(to, POLLOUT);
    const ssize_t count = ::write(to, bytes.data(), std::min<std::size_t>(bytes.size(), PIPE_BUF));
    if (count < 0 && !is_passing(errno)) return false;
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void occupy_standard_descriptors() {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(number, F_GETFD) < 0) ::open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

}  // namespace softwarp
