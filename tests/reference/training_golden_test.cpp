/// A whole training, step by step, against the same training in PyTorch.
#include <fstream>
#include <nlohmann/json.hpp>

#include "softwarp/loss/registry.hpp"
#include "softwarp/training/trainer.hpp"
#include "support/catch.hpp"
#include "support/golden_ecg200.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

Vector<double> vector_of(const json& numbers) {
  const auto values = numbers.get<std::vector<double>>();
  return Eigen::Map<const Vector<double>>(values.data(), static_cast<Index>(values.size()));
}

Examples<double> examples_of_ecg200() {
  const Matrix<double> series = test::first_ten_of_ecg200(SOFTWARP_GOLDEN_DIR);
  return {.input = series.topRows(58), .target = series.bottomRows(38)};
}

// θ in our order: W1 by columns, b1, W2 by columns, b2. The file holds W by rows.
Vector<double> initial_theta(const json& init) {
  Vector<double> theta(10 * 58 + 10 + 38 * 10 + 38);
  Index at = 0;
  for (const std::string k : {"1", "2"}) {
    const json& W = init["W" + k];
    const Vector<double> b = vector_of(init["b" + k]);
    for (std::size_t column = 0; column < W[0].size(); ++column) {
      for (std::size_t row = 0; row < W.size(); ++row) theta[at++] = W[row][column].get<double>();
    }
    theta.segment(at, b.size()) = b;
    at += b.size();
  }
  REQUIRE(at == theta.size());
  return theta;
}

double relative_error(const Vector<double>& found, const Vector<double>& expected) {
  REQUIRE(found.size() == expected.size());
  return (found - expected).norm() / expected.norm();
}

}  // namespace

TEST_CASE("50 epochs of Adam under soft-DTW: losses, first gradient and final biases are PyTorch's") {
  std::ifstream file(SOFTWARP_GOLDEN_DIR "/training_mlp.json");
  const json golden = json::parse(file);
  const Examples<double> examples = examples_of_ecg200();
  constexpr Index kB1 = 580, kB2 = 970;  // where the biases begin in θ
  for (const json& run : golden["runs"]) {
    const double gamma = run["gamma"].get<double>();
    CAPTURE(run["activation"].get<std::string>(), gamma);
    const Network<double> network(
        mlp({.input = {58}, .hidden = {10}, .outputs = 38, .activation = run["activation"].get<std::string>()}));
    const auto loss = make_loss<double>({"softdtw", gamma});
    Vector<double> theta = initial_theta(golden["init"]);

    Workspace<double> workspace;
    Matrix<double> dy(38, examples.count());
    Vector<double> g;
    loss->mean({network.forward(theta, examples.input, workspace)}, {examples.target}, dy);
    network.backward(theta, examples.input, dy, workspace, g);
    CHECK(relative_error(g.segment(kB1, 10), vector_of(run["grad_epoch0_b1"])) <= 1e-7);
    CHECK(relative_error(g.segment(kB2, 38), vector_of(run["grad_epoch0_b2"])) <= 1e-7);
    Vector<double> first_row(58);  // of W1
    for (Index column = 0; column < 58; ++column) first_row[column] = g[column * 10];
    CHECK(relative_error(first_row, vector_of(run["grad_epoch0_W1_row0"])) <= 1e-7);

    std::vector<double> losses{mean_loss(network, *loss, examples, theta)};
    const TrainerOptions options{
        .optimizer = OptimizerOptions{.kind = OptimizerKind::adam, .learning_rate = run["lr"].get<double>()},
        .epochs = 50,
        .batch_size = 10};
    TrainingHooks<double> hooks;
    hooks.on_epoch = [&](const EpochRecord&, const Training<double>& training) {
      losses.push_back(mean_loss(network, *loss, examples, training.theta));
    };
    train(network, *loss, examples, options, theta, hooks);
    const Vector<double> expected = vector_of(run["loss_per_epoch_mblondel"]);
    CHECK(relative_error(Eigen::Map<const Vector<double>>(losses.data(), 50), expected) <= 1e-9);
    CHECK(relative_error(theta.segment(kB1, 10), vector_of(run["final_b1"])) <= 1e-6);
    CHECK(relative_error(theta.segment(kB2, 38), vector_of(run["final_b2"])) <= 1e-6);
  }
}
