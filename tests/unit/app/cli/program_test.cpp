#include "app/cli/program.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <new>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

struct Outcome {
  int status;
  std::string err;
};

// Runs a body as a program would, with stderr redirected to a file.
Outcome outcome_of(const std::function<void()>& body) {
  const TempFolder folder;
  const std::string path = folder.file("stderr");
  const int file = open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  std::fflush(stderr);
  const int before = dup(STDERR_FILENO);
  dup2(file, STDERR_FILENO);
  const int status = run_program("prog", body);
  std::fflush(stderr);
  dup2(before, STDERR_FILENO);
  close(before);
  close(file);
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  return {.status = status, .err = read_file(path)};
}

}  // namespace

TEST_CASE("a program that succeeds prints nothing and returns 0") {
  const Outcome outcome = outcome_of([] {});
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
}

TEST_CASE("an error is one line and status 1") {
  const Outcome outcome = outcome_of([] { throw Error("set.tsv:1:2: expected a number, found \"x\""); });
  CHECK(outcome.status == 1);
  CHECK(outcome.err == "prog: set.tsv:1:2: expected a number, found \"x\"\n");
}

TEST_CASE("a name from outside neither breaks the line nor controls the terminal") {
  CHECK(outcome_of([] { throw Error("a\nb\x1b[31m.tsv: found nothing"); }).err ==
        "prog: a\\nb\\x1b[31m.tsv: found nothing\n");
  CHECK(outcome_of([] { throw UsageError("a\nb"); }).err == "prog: a\\nb (see prog --help)\n");
}

TEST_CASE("any other failure is also one line and status 1") {
  const Outcome outcome = outcome_of([] { throw std::logic_error("broken"); });
  CHECK(outcome.status == 1);
  CHECK(outcome.err == "prog: broken\n");
  const Outcome memory = outcome_of([] { throw std::bad_alloc(); });
  CHECK(memory.status == 1);
  CHECK(memory.err == "prog: out of memory\n");
}

TEST_CASE("wrong usage is status 2 and points to --help") {
  const Outcome outcome = outcome_of([] { throw UsageError("--x: expected a number, found \"y\""); });
  CHECK(outcome.status == 2);
  CHECK(outcome.err == "prog: --x: expected a number, found \"y\" (see prog --help)\n");
}

TEST_CASE("an interrupted program returns 130, even if it has got so far as to report something") {
  const Outcome stopped = outcome_of([] {
    CHECK_NOTHROW(check_interrupt());
    std::raise(GENERATE(SIGINT, SIGTERM));
    check_interrupt();
    FAIL("was to stop");
  });
  CHECK(stopped.status == 130);
  CHECK(stopped.err == "prog: interrupted\n");
  const Outcome reported = outcome_of([] {
    std::raise(SIGINT);
    lift_interrupt();
    CHECK_NOTHROW(check_interrupt());
  });
  CHECK(reported.status == 130);
  CHECK(reported.err == "prog: interrupted\n");
  CHECK(outcome_of([] { check_interrupt(); }).status == 0);  // the next program begins afresh
}

TEST_CASE("a standard descriptor that is closed stays useless, and no file takes its place") {
  const TempFolder folder;
  const int number = GENERATE(STDIN_FILENO, STDOUT_FILENO);  // the test itself needs the third
  std::fflush(stdout);
  const int before = dup(number);
  close(number);
  int opened = -1;
  ssize_t used = 0;
  const int status = run_program("prog", [&] {
    opened = open(folder.file("result").c_str(), O_WRONLY | O_CREAT, 0600);
    char byte = 0;
    used = number == STDIN_FILENO ? read(number, &byte, 1) : write(number, &byte, 1);
  });
  close(opened);
  dup2(before, number);
  close(before);
  CHECK(status == 0);
  CHECK(opened > STDERR_FILENO);
  CHECK(used == -1);
}
