#include "trainer.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.hpp"
#include "loss/registry.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using Catch::Matchers::Contains;

namespace {

// Targets that a linear network can reach exactly: y = M x.
struct LinearTask {
  Examples<double> examples;
  Network<double> network{{.inputs = 4, .hidden = {}, .outputs = 3}};
  Vector<double> theta;

  LinearTask() {
    Random random(1);
    examples.input = test::random_matrix(4, 23, random);
    examples.target = test::random_matrix(3, 4, random) * examples.input;
    theta = network.initial_parameters(random);
  }
};

const auto euclidean = make_loss<double>({"euclidean", {}});

}  // namespace

TEST_CASE("every optimizer learns a linear map") {
  for (const std::optional<OptimizerOptions>& optimizer :
       {std::optional(OptimizerOptions{OptimizerKind::adam, 0.03, 0}),
        std::optional(OptimizerOptions{OptimizerKind::sgd, 0.01, 0.9}), std::optional<OptimizerOptions>()}) {
    LinearTask task;
    const double before = mean_loss(task.network, *euclidean, task.examples, task.theta);
    train(task.network, *euclidean, task.examples, {.optimizer = optimizer, .epochs = 300, .batch_size = 5},
          task.theta);
    CHECK(mean_loss(task.network, *euclidean, task.examples, task.theta) <= 1e-4 * before);
  }
}

TEST_CASE("the seed decides the order of the examples, and nothing else does") {
  const auto trained = [](std::uint64_t seed) {
    LinearTask task;
    train(task.network, *euclidean, task.examples, {.epochs = 3, .batch_size = 5, .seed = seed}, task.theta);
    return task.theta;
  };
  CHECK(trained(1) == trained(1));
  CHECK(trained(1) != trained(2));
}

TEST_CASE("every example is seen once an epoch, also where batches do not come out even") {
  // With one step's worth of plain SGD per example and a gradient that does not depend on θ, the order cannot matter.
  class Linear final : public Loss<double> {
   public:
    std::string name() const override { return "linear"; }

   protected:
    void compute(std::span<Pair<double>> pairs, Index) const override {
      for (Pair<double>& pair : pairs) {
        pair.value = pair.x[0] * pair.y[0];
        if (pair.dx != nullptr) pair.dx[0] = pair.y[0];
      }
    }
  };
  const Network<double> network({.inputs = 1, .hidden = {}, .outputs = 1});
  Examples<double> examples{.input = Matrix<double>::Zero(1, 7), .target = Matrix<double>(1, 7)};
  examples.target << 1, 2, 4, 8, 16, 32, 64;
  Vector<double> theta = Vector<double>::Zero(2);
  train(network, Linear(), examples,
        {.optimizer = OptimizerOptions{OptimizerKind::sgd, 1, 0}, .epochs = 2, .batch_size = 1}, theta);
  CHECK(theta[1] == -2 * 127);  // the bias: twice the sum of all targets
  Vector<double> with_batches = Vector<double>::Zero(2);
  train(network, Linear(), examples,
        {.optimizer = OptimizerOptions{OptimizerKind::sgd, 1, 0}, .epochs = 1, .batch_size = 7}, with_batches);
  CHECK(with_batches[1] == Approx(-127.0 / 7));
}

TEST_CASE("the callback sees every epoch and may stop the training") {
  for (const std::optional<OptimizerOptions>& optimizer :
       {std::optional(OptimizerOptions{}), std::optional<OptimizerOptions>()}) {
    LinearTask task;
    Index epochs = 0;
    struct Stop {};
    TrainingHooks<double> stop_at_three;
    stop_at_three.on_epoch = [&](const EpochRecord& record, const Training<double>&) {
      CHECK(record.epoch == ++epochs);
      if (record.epoch == 3) throw Stop{};
    };
    CHECK_THROWS_AS(train(task.network, *euclidean, task.examples, {.optimizer = optimizer, .epochs = 10}, task.theta,
                          stop_at_three),
                    Stop);
  }
}

TEST_CASE("a training that runs away stops with loss and epoch") {
  LinearTask task;
  const TrainerOptions options{
      .optimizer = OptimizerOptions{OptimizerKind::sgd, 1e6, 0}, .epochs = 1000, .batch_size = 5};
  CHECK_THROWS_WITH(train(task.network, *euclidean, task.examples, options, task.theta),
                    Contains("euclidean") && Contains("epoch") && Contains("learning rate"));
}

TEST_CASE("each step is announced, and what is thrown then stops the training within the epoch") {
  struct Stop {};  // no std::exception: nothing on the way may take it for an error
  LinearTask task;
  Index steps = 0;
  train(task.network, *euclidean, task.examples, {.epochs = 3, .batch_size = 5, .on_step = [&] { ++steps; }},
        task.theta);
  CHECK(steps == 3 * 5);  // 23 examples are five batches

  for (const auto& optimizer : {std::optional(OptimizerOptions{}), std::optional<OptimizerOptions>()}) {
    steps = 0;
    const auto stop_at_second = [&] {
      if (++steps == 2) throw Stop{};
    };
    Index epochs = 0;
    TrainingHooks<double> counting;
    counting.on_epoch = [&](const EpochRecord&, const Training<double>&) { ++epochs; };
    CHECK_THROWS_AS(
        train(task.network, *euclidean, task.examples,
              {.optimizer = optimizer, .epochs = 3, .batch_size = 5, .on_step = stop_at_second}, task.theta, counting),
        Stop);
    CHECK(steps == 2);
    CHECK(epochs == 0);
  }
}
