/// Training must not touch the heap from step to step.

#include "softwarp/core/parallel.hpp"
#include "softwarp/training/trainer.hpp"
#include "support/all_losses.hpp"
#include "support/allocation_count.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using test::allocation_count;

TEST_CASE("more epochs do not allocate more") {
  const int threads_before = threads();
  set_threads(1);
  Random random(1);
  const Examples<float> examples{.input = test::random_walks(58, 1, 20, random).cast<float>(),
                                 .target = test::random_walks(38, 1, 20, random).cast<float>()};
  const auto check = [&](const Network<float>& network, const LossSpec& spec) {
    const auto loss = make_loss<float>(spec);
    for (const Index batch : {1, 10}) {
      Vector<float> theta = network.initial_parameters(random);
      const auto allocations_in = [&](Index epochs) {
        const std::size_t before = allocation_count();
        train(network, *loss, examples, {.epochs = epochs, .batch_size = batch}, theta);
        return allocation_count() - before;
      };
      allocations_in(1);  // fills the scratch that is kept from call to call
      CAPTURE(to_text(network.spec().layers), loss->name(), batch);
      CHECK(allocations_in(2) > 0);  // the count works: activations, gradients and moments are made anew in each call
      CHECK(allocations_in(2) == allocations_in(20));
    }
  };
  const Network<float> perceptron(mlp({.input = {58}, .hidden = {10}, .outputs = 38}));
  for (const LossSpec& spec : test::all_losses(1.0)) check(perceptron, spec);
  for (const LossSpec& spec : test::all_aligning_losses(1.0, {.band = 8, .cost = "huber"})) check(perceptron, spec);
  set_threads(threads_before);
}
