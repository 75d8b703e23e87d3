#include "softwarp/training/annealing.hpp"

#include <vector>

#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;

TEST_CASE("gamma falls geometrically from the first epoch to the last") {
  CHECK(annealed_gamma(1, 0.001, 1, 4) == 1);
  CHECK(annealed_gamma(1, 0.001, 2, 4) == Approx(0.1).epsilon(1e-14));
  CHECK(annealed_gamma(1, 0.001, 3, 4) == Approx(0.01).epsilon(1e-14));
  CHECK(annealed_gamma(1, 0.001, 4, 4) == 0.001);
  CHECK(annealed_gamma(0.5, 8, 2, 3) == Approx(2).epsilon(1e-14));  // or rises
  CHECK(annealed_gamma(1, 0.001, 1, 1) == 0.001);
}

TEST_CASE("an annealed training sees each epoch's loss, and is the plain one where gamma stays") {
  Random random(1);
  const Examples<double> examples{.input = test::random_matrix(4, 10, random),
                                  .target = test::random_walks(6, 1, 10, random)};
  const Network<double> network(mlp({.input = {4}, .hidden = {3}, .outputs = 6}));
  const Vector<double> start = network.initial_parameters(random);
  const TrainerOptions options{.epochs = 5, .batch_size = 3};

  Annealing<double> constant({.name = "softdtw", .gamma = 0.3}, 0.3, 5);
  Training<double> annealed{.theta = start};
  Vector<double> plain = start;
  train<double>(network, LossSchedule<double>(std::ref(constant)), examples, options, annealed);
  train(network, *make_loss<double>({.name = "softdtw", .gamma = 0.3}), examples, options, plain);
  CHECK(annealed.theta == plain);

  Annealing<double> falling({.name = "dilate", .gamma = 0.01}, 1, 5);
  annealed = {.theta = start};
  std::vector<std::string> names;
  const LossSchedule<double> listening = [&](Index epoch) -> const Loss<double>& {
    const Loss<double>& loss = falling(epoch);
    names.push_back(loss.name());
    return loss;
  };
  train<double>(network, listening, examples, options, annealed);
  CHECK(names.front() == "dilate(gamma=1)");
  CHECK(names.back() == "dilate(gamma=0.01)");
  CHECK(names.size() >= 5);
}

TEST_CASE("L-BFGS has one objective: the last epoch's") {
  Random random(2);
  const Examples<double> examples{.input = test::random_matrix(4, 10, random),
                                  .target = test::random_walks(6, 1, 10, random)};
  const Network<double> network(mlp({.input = {4}, .hidden = {3}, .outputs = 6}));
  const Vector<double> start = network.initial_parameters(random);
  const TrainerOptions options{.optimizer = std::nullopt, .epochs = 5};
  Annealing<double> falling({.name = "softdtw", .gamma = 0.1}, 10, 5);
  Training<double> annealed{.theta = start};
  Vector<double> plain = start;
  train<double>(network, LossSchedule<double>(std::ref(falling)), examples, options, annealed);
  train(network, *make_loss<double>({.name = "softdtw", .gamma = 0.1}), examples, options, plain);
  CHECK(annealed.theta == plain);
}
