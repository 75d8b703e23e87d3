#include "softwarp/training/trainer.hpp"

#include <cmath>

#include "softwarp/core/error.hpp"
#include "softwarp/loss/registry.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using Catch::Matchers::ContainsSubstring;

namespace {

// Targets that a linear network can reach exactly: y = M x.
struct LinearTask {
  Examples<double> examples;
  Network<double> network{mlp({.input = {4}, .outputs = 3})};
  Vector<double> theta;

  LinearTask() {
    Random random(1);
    examples.input = test::random_matrix(4, 23, random);
    examples.target = test::random_matrix(3, 4, random) * examples.input;
    theta = network.initial_parameters(random);
  }
};

const auto euclidean = make_loss<double>({"euclidean", {}});
const LossSchedule<double> always_euclidean = [](Index) -> const Loss<double>& { return *euclidean; };

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

TEST_CASE("every example is seen once per epoch, even where the last batch is smaller") {
  // With plain SGD and a gradient that does not depend on θ, the order cannot matter.
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
  const Network<double> network(mlp({.input = {1}, .outputs = 1}));
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

TEST_CASE("the hook sees every epoch and may stop the training") {
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

TEST_CASE("a training that diverges stops with loss, epoch and advice; any other error has no advice") {
  LinearTask task;
  const TrainerOptions options{
      .optimizer = OptimizerOptions{OptimizerKind::sgd, 1e6, 0}, .epochs = 1000, .batch_size = 5};
  const auto message_of_training = [&](const Loss<double>& loss, const TrainerOptions& with) {
    Vector<double> theta = task.theta;
    return message_of<Error>([&] { train(task.network, loss, task.examples, with, theta); });
  };
  Vector<double> theta = task.theta;
  CHECK_THROWS_AS(train(task.network, *euclidean, task.examples, options, theta), NonFiniteError);
  CHECK_THAT(message_of_training(*euclidean, options),
             ContainsSubstring("training with euclidean, epoch ") &&
                 ContainsSubstring("a smaller learning rate or scaled series may help"));

  // Finite, but beyond what soft-DTW can take.
  CHECK_THAT(message_of_training(*make_loss<double>({"softdtw", 1.0}),
                                 {.optimizer = OptimizerOptions{OptimizerKind::sgd, 1e20, 0}, .batch_size = 5}),
             ContainsSubstring("expected costs below") && ContainsSubstring("; a smaller learning rate"));

  // Weights that overflow in the last step are seen, though nothing is forecast with them.
  task.examples.target *= 1e6;
  CHECK_THAT(
      message_of_training(*euclidean,
                          {.optimizer = OptimizerOptions{OptimizerKind::sgd, 1e306, 0}, .epochs = 1, .batch_size = 23}),
      ContainsSubstring("epoch 1: expected finite weights, found others; a smaller learning rate"));

  // L-BFGS has no learning rate. At 1e200, squares are infinite.
  task.examples.target.setConstant(1e200);
  CHECK_THAT(message_of_training(*euclidean, {.optimizer = std::nullopt}),
             ContainsSubstring("epoch 1: ") && ContainsSubstring("; scaled series may help") &&
                 !ContainsSubstring("learning rate"));

  class Picky final : public Loss<double> {
   public:
    std::string name() const override { return "picky"; }

   protected:
    void compute(std::span<Pair<double>>, Index) const override { throw Error("expected another pair"); }
  };
  CHECK(message_of_training(Picky(), options) == "training with picky, epoch 1: expected another pair");
}

TEST_CASE("each step is announced, and what is thrown there stops the training within the epoch") {
  struct Stop {};  // no std::exception: nothing on the way may mistake it for an error
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

TEST_CASE("the weights of the best epoch are the result, and patience counts from it") {
  // The validation error is a given function of the epoch, so that the best epoch is known.
  for (const std::optional<OptimizerOptions>& optimizer :
       {std::optional(OptimizerOptions{}), std::optional<OptimizerOptions>()}) {
    LinearTask task;
    std::vector<Vector<double>> seen;
    TrainingHooks<double> hooks;
    const std::vector<double> errors{9, 5, 3, 4, 3, 8, 8, 8, 8, 8};
    hooks.validate = [&](const Vector<double>& theta) {
      seen.push_back(theta);
      const double error = errors[seen.size() - 1];
      return ValidationErrors{.loss = 1, .dtw = error, .euclidean = -error};
    };
    const auto trained = [&](Monitor monitor, std::optional<Index> patience) {
      seen.clear();
      Training<double> training{.theta = task.theta};
      const TrainerOptions options{
          .optimizer = optimizer, .epochs = 10, .batch_size = 5, .monitor = monitor, .patience = patience};
      train(task.network, always_euclidean, task.examples, options, training, hooks);
      CHECK(training.finished);
      return training;
    };
    const Training<double> whole = trained(Monitor::dtw, std::nullopt);
    CHECK(whole.epochs == 10);
    CHECK(whole.best->epoch == 3);  // the first of equals
    CHECK(whole.best->error == 3);
    CHECK(whole.theta == seen[2]);
    CHECK(whole.theta != seen[9]);
    const Training<double> stopped = trained(Monitor::dtw, 4);
    CHECK(stopped.epochs == 7);
    CHECK(stopped.theta == seen[2]);
    CHECK(trained(Monitor::euclidean, std::nullopt).best->epoch == 1);
    CHECK(trained(Monitor::loss, 2).epochs == 3);
  }
}

TEST_CASE("clipping shortens only long gradients, and the record holds their length before") {
  const LinearTask task;
  const auto trained = [&](std::optional<double> clip) {
    Training<double> training{.theta = task.theta};
    std::vector<EpochRecord> records;
    TrainingHooks<double> hooks;
    hooks.on_epoch = [&](const EpochRecord& record, const Training<double>&) { records.push_back(record); };
    train(task.network, always_euclidean, task.examples,
          {.optimizer = OptimizerOptions{OptimizerKind::sgd, 1e-3, 0}, .clip = clip, .epochs = 2, .batch_size = 23},
          training, hooks);
    return std::pair(training.theta, records);
  };
  const auto [free, free_records] = trained(std::nullopt);
  const double norm = free_records[0].gradient_norm;
  CHECK(free_records[1].gradient_norm < norm);
  CHECK(trained(norm * 1.01).first == free);

  const auto [short_steps, records] = trained(norm / 100);
  CHECK(records[0].gradient_norm == norm);
  // Two steps of plain SGD, each as long as rate times clip, in nearly the same direction.
  CHECK((short_steps - task.theta).norm() == Approx(2 * 1e-3 * norm / 100).epsilon(1e-3));
}

TEST_CASE("the record holds the epoch's mean loss and the rate of its last step") {
  LinearTask task;
  std::vector<EpochRecord> records;
  TrainingHooks<double> hooks;
  hooks.on_epoch = [&](const EpochRecord& record, const Training<double>&) { records.push_back(record); };
  const TrainerOptions options{.optimizer = OptimizerOptions{OptimizerKind::sgd, 1e-12, 0},
                               .schedule = {.kind = RateSchedule::Kind::cosine},
                               .epochs = 3,
                               .batch_size = 5};
  train(task.network, *euclidean, task.examples, options, task.theta, hooks);
  REQUIRE(records.size() == 3);
  for (const EpochRecord& record : records) {  // the weights hardly move
    CHECK(record.loss == Approx(mean_loss(task.network, *euclidean, task.examples, task.theta)));
    const double moment = static_cast<double>(record.epoch - 1) + (20 + 1.5) / 23;  // middle of the last batch, of 3
    CHECK(record.rate == Approx(1e-12 * rate_factor(options.schedule, moment, 3)));
    CHECK(!record.validation);
  }
}

TEST_CASE("the share of steps that are taught goes evenly from its first value to its last") {
  CHECK(TeacherForcing{}.at(3, 5) == 0);
  CHECK(TeacherForcing{.first = 0.5, .last = 0.5}.at(3, 5) == 0.5);
  const TeacherForcing falling{.first = 1, .last = 0.2};
  CHECK(falling.at(1, 5) == 1);
  CHECK(falling.at(3, 5) == Approx(0.6));
  CHECK(falling.at(5, 5) == Approx(0.2));
  CHECK(falling.at(1, 1) == 1);
}

TEST_CASE("a decoder that is taught learns from the truth, the same for the same seed and when it resumes") {
  Random random(5);
  Examples<double> examples;
  examples.input = test::random_matrix(6, 10, random);
  examples.target = test::random_matrix(4, 10, random);
  const Network<double> network(recurrent({.input = {6, 1}, .units = {3}, .output = {4, 1}}));
  const Vector<double> start = network.initial_parameters(random);
  const auto trained = [&](const TeacherForcing& teacher, Index stop) {
    TrainerOptions options{.teacher = teacher, .epochs = 4, .batch_size = 3, .seed = 2};
    Training<double> training{.theta = start};
    struct Stop {};
    TrainingHooks<double> hooks;
    hooks.on_epoch = [&](const EpochRecord& record, const Training<double>&) {
      if (record.epoch == stop) throw Stop{};
    };
    try {
      train(network, always_euclidean, examples, options, training, hooks);
    } catch (const Stop&) {
      train(network, always_euclidean, examples, options, training);
    }
    return training.theta;
  };
  const Vector<double> alone = trained({}, 0), half = trained({.first = 0.5, .last = 0.5}, 0),
                       whole = trained({.first = 1, .last = 1}, 0);
  CHECK(half != alone);
  CHECK(half != whole);
  CHECK(trained({.first = 0.5, .last = 0.5}, 0) == half);
  CHECK(trained({.first = 0.5, .last = 0.5}, 2) == half);
}
