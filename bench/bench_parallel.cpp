// Overhead of a parallel loop: two empty bodies, back to back and after a pause in which helpers fall asleep, on one
// thread and on two.
#include <benchmark/benchmark.h>

#include <chrono>
#include <thread>

#include "softwarp/core/parallel.hpp"

using namespace softwarp;

namespace {

void empty_loop(benchmark::State& state) {
  using Clock = std::chrono::steady_clock;
  set_threads(static_cast<int>(state.range(0)));
  const auto pause = std::chrono::microseconds(state.range(1));
  for (auto _ : state) {
    if (pause.count() > 0) std::this_thread::sleep_for(pause);
    const auto start = Clock::now();
    parallel_for(2, [](Index i) { benchmark::DoNotOptimize(i); });
    state.SetIterationTime(std::chrono::duration<double>(Clock::now() - start).count());
  }
}
BENCHMARK(empty_loop)
    ->ArgNames({"threads", "pause_us"})
    ->ArgsProduct({{1, 2}, {0, 1000}})
    ->Iterations(2000)
    ->UseManualTime();

}  // namespace

BENCHMARK_MAIN();
