/// Training must not touch the heap from step to step: this executable counts every allocation.
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <new>

#include "core/parallel.hpp"
#include "loss/registry.hpp"
#include "support/random_series.hpp"
#include "trainer.hpp"

namespace {

std::atomic<long> allocations{0};

}  // namespace

// Eigen asks malloc itself; the linker sends those calls here (--wrap=malloc in tests/CMakeLists.txt).
extern "C" void* __real_malloc(std::size_t size);
extern "C" void* __wrap_malloc(std::size_t size) {
  ++allocations;
  return __real_malloc(size);
}

// Everything else, Highway's aligned buffers among it, asks operator new or these.
extern "C" void* __real_aligned_alloc(std::size_t alignment, std::size_t size);
extern "C" void* __wrap_aligned_alloc(std::size_t alignment, std::size_t size) {
  ++allocations;
  return __real_aligned_alloc(alignment, size);
}
#ifndef __SANITIZE_ADDRESS__  // which has operators of its own and checks that they are not mixed with malloc
void* operator new(std::size_t size) {
  if (void* memory = std::malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif

using namespace softwarp;

TEST_CASE("more epochs do not allocate more") {
  const int threads_before = threads();
  set_threads(1);
  Random random(1);
  const Examples<float> examples{.input = test::random_walks(58, 1, 20, random).cast<float>(),
                                 .target = test::random_walks(38, 1, 20, random).cast<float>()};
  const Network<float> network({.inputs = 58, .hidden = {10}, .outputs = 38});
  for (const LossSpec& spec : {LossSpec{"euclidean", {}}, LossSpec{"softdtw", 1.0}}) {
    const auto loss = make_loss<float>(spec);
    for (const Index batch : {1, 10}) {
      Vector<float> theta = network.initial_parameters(random);
      const auto allocations_in = [&](Index epochs) {
        const long before = allocations;
        train(network, *loss, examples, {.epochs = epochs, .batch_size = batch}, theta);
        return allocations - before;
      };
      allocations_in(1);  // fills the scratch that is kept from call to call
      CAPTURE(spec.name, batch);
      CHECK(allocations_in(2) > 0);  // the count works: activations, gradients and moments are made anew in each call
      CHECK(allocations_in(2) == allocations_in(20));
    }
  }
  set_threads(threads_before);
}
