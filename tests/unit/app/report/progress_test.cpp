#include "app/report/progress.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <regex>
#include <thread>
#include <vector>

#include "support/catch.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

// Redirects stderr for the duration of a scope.
class Redirected {
 public:
  explicit Redirected(int to) : before_(dup(STDERR_FILENO)) {
    std::fflush(stderr);
    dup2(to, STDERR_FILENO);
  }
  ~Redirected() {
    std::fflush(stderr);
    dup2(before_, STDERR_FILENO);
    close(before_);
  }
  Redirected(const Redirected&) = delete;
  Redirected& operator=(const Redirected&) = delete;

 private:
  int before_;
};

// What `action` writes to stderr when that is a file.
template <class Action>
std::string written(Action&& action) {
  const TempFolder folder;
  const std::string path = folder.file("stderr");
  const int file = open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  {
    const Redirected scope(file);
    action();
  }
  close(file);
  return read_file(path);
}

// What `action` writes to stderr when that is a terminal; nothing, with a warning, if none is available (no /dev/pts).
template <class Action>
std::optional<std::string> shown(Action&& action, int columns = 0) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) {
    WARN("skipped: no pseudo-terminal here");
    if (terminal >= 0) close(terminal);
    return std::nullopt;
  }
  const int program_side = open(ptsname(terminal), O_RDWR | O_NOCTTY);
  const winsize size{.ws_row = 25, .ws_col = static_cast<unsigned short>(columns), .ws_xpixel = 0, .ws_ypixel = 0};
  if (columns > 0) ioctl(program_side, TIOCSWINSZ, &size);
  {
    const Redirected scope(program_side);
    action();
  }
  close(program_side);  // so that reading ends, with an error, after the last byte
  std::string text;
  char part[4096];
  for (ssize_t count = 0; (count = read(terminal, part, sizeof part)) > 0;)
    text.append(part, static_cast<std::size_t>(count));
  close(terminal);
  return text;
}

void wait_for(std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }

}  // namespace

TEST_CASE("no progress if none is wanted, on a terminal or not") {
  const auto work = [] {
    Progress progress("training", "epochs", 2, Progress::Style::silent);
    wait_for(std::chrono::milliseconds(150));
    progress.tick();
    progress.tick();
  };
  CHECK(written(work).empty());
  CHECK(shown(work).value_or("").empty());
}

TEST_CASE("a bar on a terminal, removed at the end") {
  const std::optional<std::string> text = shown([] {
    Progress progress("training", "epochs", 4, Progress::Style::automatic);
    wait_for(std::chrono::milliseconds(150));
    progress.tick();
  });
  if (!text) return;
  // A quarter of 30 places is 7; \r goes to the start of the line and \033[K clears the rest of it.
  const std::regex expected(
      "\r"
      R"(training \[#######\.{23}\]  25 %  \d+ epochs/s, \d+ s left)"
      "\033\\[K\r\033\\[K");
  CAPTURE(*text);
  CHECK(std::regex_match(*text, expected));
}

TEST_CASE("a bar fits any width, with as much on it as there is room for") {
  const std::string run = "softdtw(gamma=0.1), init random, seed 3";
  for (const int columns : {200, 80, 50, 20, 3}) {
    const std::optional<std::string> text = shown(
        [&] {
          Progress progress("training", "epochs", 4, Progress::Style::automatic);
          wait_for(std::chrono::milliseconds(120));
          progress.tick(1, run);
        },
        columns);
    if (!text) return;
    CAPTURE(columns, *text);
    const std::string line = text->substr(1, text->find("\033[K") - 1);
    CHECK(line.size() < static_cast<std::size_t>(columns));
    CHECK(line.size() > static_cast<std::size_t>(std::min(columns / 2, 40) - 1));
    CHECK((line.find(run) != line.npos) == (columns >= 80));
    CHECK(line.find('\n') == line.npos);
  }
}

TEST_CASE("whole lines elsewhere, without control characters") {
  const std::string text = written([] {
    Progress progress("training", "epochs", 10, Progress::Style::automatic);
    wait_for(std::chrono::milliseconds(2100));  // the first line comes after two seconds
    for (int i = 0; i < 10; ++i) progress.tick();
  });
  CAPTURE(text);
  CHECK(std::regex_match(text, std::regex("training: 1 of 10 epochs, \\d+ per second, \\d+ s left\n")));
}

TEST_CASE("any thread may tick") {
  const std::optional<std::string> text = shown([] {
    Progress progress("training", "epochs", 4000, Progress::Style::automatic);
    {
      std::vector<std::jthread> threads;
      for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
          for (int i = 0; i < 999; ++i) progress.tick();
        });
    }
    wait_for(std::chrono::milliseconds(150));
    for (int i = 0; i < 4; ++i) progress.tick();
  });
  if (!text) return;
  // None of the 3996 was lost: the next value shown is above 99 %.
  CHECK(text->find("100 %") != text->npos);
}
