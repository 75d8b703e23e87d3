#include "softwarp/training/explained_step.hpp"

#include "softwarp/loss/registry.hpp"
#include "softwarp/nn/registry.hpp"
#include "softwarp/optim/adam.hpp"
#include "softwarp/training/trainer.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

Examples<double> two_examples(Random& random, bool with_base) {
  Examples<double> examples{.input = random_walks(12, 1, 2, random), .target = random_walks(8, 1, 2, random)};
  if (with_base) examples.base = random_walks(8, 1, 2, random);
  return examples;
}

std::vector<NetworkSpec> networks() {
  return {mlp({.input = {12}, .hidden = {5}, .outputs = 8, .activation = "tanh"}),
          recurrent({.input = {12}, .units = {4}, .output = {8}}),
          convolutional({.input = {12}, .channels = {3, 3}, .outputs = 8})};
}

}  // namespace

TEST_CASE("an explained step is a step of train(), to the bit, for every network, clipped and not") {
  Random random(71);
  for (const NetworkSpec& spec : networks()) {
    for (const std::optional<double> clip : {std::optional<double>(), std::optional<double>(1e-3)}) {
      const Network<double> network(spec);
      const Examples<double> examples = two_examples(random, clip.has_value());
      const auto loss = make_loss<double>({.name = "softdtw", .gamma = 0.1});
      const Vector<double> start = network.initial_parameters(random);
      Vector<double> trained = start, explained = start;
      train(network, *loss, examples,
            {.optimizer = OptimizerOptions{.learning_rate = 0.01}, .clip = clip, .epochs = 1, .batch_size = 2},
            trained);
      Adam<double> adam(0.01);
      // train() takes the two examples in an order of its own, in which sums differ in the last bits.
      const ExplainedStep step = explain_step(network, *loss, examples, adam, explained, clip);
      CAPTURE(to_text(spec.layers));
      CHECK((trained - explained).norm() <= 1e-12);
      CHECK((trained - start).norm() > 1e-3);

      CHECK(step.value == Approx(mean_loss(network, *loss, examples, start)));
      CHECK(step.value_after == Approx(mean_loss(network, *loss, examples, explained)));
      CHECK(step.value_after < step.value);
      Index numbers = 0;
      double squares = 0;
      for (const ExplainedLayer& layer : step.layers) {
        CHECK(layer.y.rows() == layer.output.size());
        CHECK(layer.dy.rows() == layer.output.size());
        for (const ExplainedPart& part : layer.parts) {
          CHECK(part.before == start.segment(part.part.offset, part.part.size));
          CHECK(part.after == explained.segment(part.part.offset, part.part.size));
          numbers += part.gradient.size();
          squares += part.gradient.squaredNorm();
        }
      }
      CHECK(numbers == network.parameters());
      CHECK(std::sqrt(squares) == Approx(step.gradient_norm));
      CHECK(step.layers.back().dy == step.dy);
      const Matrix<double> output = step.layers.back().y;
      CHECK((examples.base.size() > 0 ? Matrix<double>(output + examples.base) : output) == step.forecast);
    }
  }
}

TEST_CASE("every gradient of a step is right, alone and together") {
  Random random(72);
  for (const NetworkSpec& spec : networks()) {
    for (const LossSpec& loss : {LossSpec{.name = "euclidean"}, LossSpec{.name = "softdtw", .gamma = 0.1},
                                 LossSpec{.name = "sharp-divergence", .gamma = 1}}) {
      const Network<double> network(spec);
      const Vector<double> theta = network.initial_parameters(random);
      const auto checks = check_step(network, *make_loss<double>(loss), two_examples(random, true), theta,
                                     {.tolerance = 1e-5, .most = 30});
      CAPTURE(to_text(checks));
      CHECK(none_wrong(checks));
      CHECK(checks.front().name == "loss: dy");
      CHECK(checks.back().name == "step: " + network.parts().back().name);
    }
  }
}
