#include "softwarp/core/parallel.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "softwarp/core/interrupt.hpp"
#include "support/catch.hpp"

using namespace softwarp;

namespace {

struct ThreadCount {  // sets the process's thread count for one test
  explicit ThreadCount(int count) : before(threads()) { set_threads(count); }
  ~ThreadCount() { set_threads(before); }
  int before;
};

}  // namespace

TEST_CASE("parallel_for runs each index once, for any number of threads") {
  for (const int count : {1, 2, 3, 8}) {
    const ThreadCount scope(count);
    std::vector<int> runs(1000, 0);
    parallel_for(1000, [&](Index i) { ++runs[static_cast<std::size_t>(i)]; });
    CHECK(runs == std::vector<int>(1000, 1));
  }
}

TEST_CASE("parallel_for throws the exception of the lowest index that failed") {
  const ThreadCount scope(4);
  for (int round = 0; round < 50; ++round) {
    std::string message;
    try {
      parallel_for(100, [](Index i) {
        if (i % 10 == 7) throw std::runtime_error(std::to_string(i));
      });
    } catch (const std::runtime_error& error) {
      message = error.what();
    }
    CHECK(message == "7");
  }
}

TEST_CASE("loops follow each other immediately, whatever their helpers are still doing") {
  const ThreadCount scope(4);
  for (Index round = 0; round < 2000; ++round) {
    const Index count = 2 + round % 5;
    std::vector<Index> seen(static_cast<std::size_t>(count), -1);
    parallel_for(count, [&](Index i) { seen[static_cast<std::size_t>(i)] = round; });
    CHECK(seen == std::vector<Index>(static_cast<std::size_t>(count), round));
  }
}

TEST_CASE("several threads may start loops at the same time") {
  const ThreadCount scope(3);
  std::vector<std::vector<int>> runs(4, std::vector<int>(500, 0));
  {
    std::vector<std::jthread> callers;
    for (auto& own : runs) {
      callers.emplace_back([&own] {
        for (int round = 0; round < 20; ++round)
          parallel_for(500, [&own](Index i) { ++own[static_cast<std::size_t>(i)]; });
      });
    }
  }
  for (const auto& own : runs) CHECK(own == std::vector<int>(500, 20));
}

TEST_CASE("a loop inside a loop stays on its thread, and later loops get all threads again") {
  const ThreadCount scope(3);
  std::vector<int> inner(10, 0);
  parallel_for(10, [&](Index i) { inner[static_cast<std::size_t>(i)] = threads_here(); });
  CHECK(inner == std::vector<int>(10, 1));
  CHECK(threads_here() == 3);
}

TEST_CASE("an interrupt ends a loop and all that follow, until it is lifted") {
  const int count = GENERATE(1, 3);
  const ThreadCount scope(count);
  std::atomic<int> calls = 0;
  const auto interrupt_in_fifth = [&](Index) {
    if (++calls == 5) interrupt();
  };
  CHECK_FALSE(interrupt_asked());
  CHECK_THROWS_AS(parallel_for(1'000'000'000, interrupt_in_fifth), Interrupted);
  CHECK(calls >= 5);
  CHECK(calls < 1000);
  CHECK(interrupt_asked());
  CHECK_THROWS_AS(parallel_for(1, interrupt_in_fifth), Interrupted);
  lift_interrupt();
  CHECK(interrupt_asked());
  CHECK_NOTHROW(parallel_for(2, interrupt_in_fifth));
  forget_interrupt();
  CHECK_FALSE(interrupt_asked());
}

TEST_CASE("a stop flag ends the loops of the thread that it was given to, helpers included, and no others") {
  const ThreadCount scope(3);
  std::int32_t flag = 0;
  std::atomic<int> calls = 0;
  const auto stop_in_fifth = [&](Index) {
    if (++calls == 5) std::atomic_ref(flag).store(1);
  };
  set_stop_flag(&flag);
  CHECK_THROWS_AS(parallel_for(1'000'000'000, stop_in_fifth), Interrupted);
  CHECK(calls < 1000);
  CHECK_THROWS_AS(check_interrupt(), Interrupted);
  std::jthread([] { CHECK_NOTHROW(check_interrupt()); }).join();
  set_stop_flag(nullptr);
  CHECK_NOTHROW(parallel_for(100, [](Index) { check_interrupt(); }));  // by the helpers that had the flag
  CHECK_FALSE(interrupt_asked());
}

#ifndef __SANITIZE_THREAD__  // it allows no threads in a forked child
TEST_CASE("a forked child has threads of its own, and ends") {
  const ThreadCount scope(3);
  const auto all_run = [] {
    std::vector<int> runs(1000, 0);
    parallel_for(1000, [&](Index i) { ++runs[static_cast<std::size_t>(i)]; });
    return runs == std::vector<int>(1000, 1);
  };
  REQUIRE(all_run());
  std::atomic<bool> done = false;
  std::jthread busy([&] {  // so that the parent's pool is at work when it is copied
    while (!done) all_run();
  });
  for (int round = 0; round < 20; ++round) {
    const pid_t child = fork();
    if (child == 0) _exit(all_run() && all_run() ? 0 : 1);
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
  done = true;
}
#endif
