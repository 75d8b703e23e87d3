// Time of one training step, whole and without the optimizer: forward, Euclidean loss, backward, Adam; one thread,
// float. Cases: step/NETWORK/BATCH, gradient/NETWORK/BATCH.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "softwarp/core/parallel.hpp"
#include "softwarp/core/random.hpp"
#include "softwarp/loss/registry.hpp"
#include "softwarp/nn/network.hpp"
#include "softwarp/optim/adam.hpp"

using namespace softwarp;

namespace {

struct NetworkCase {
  std::string name;
  SeriesShape input;
  const char* layers;
};

const std::vector<NetworkCase> kNetworks{{"convolution",
                                          {336, 1},
                                          "convolution(channels=32, dilation=1, kernel=3) -> "
                                          "convolution(channels=32, dilation=2, kernel=3) -> "
                                          "convolution(channels=32, dilation=4, kernel=3) -> "
                                          "convolution(channels=32, dilation=8, kernel=3) -> dense(units=96)"}};

Matrix<float> normal_numbers(Index rows, Index columns, Random& random) {
  Matrix<float> matrix(rows, columns);
  for (float& number : matrix.reshaped()) number = static_cast<float>(random.normal());
  return matrix;
}

void step(benchmark::State& state, const NetworkCase& each, Index batch, bool with_optimizer) {
  const Network<float> network({.input = each.input, .layers = parse_layers(each.layers)});
  const auto loss = make_loss<float>({"euclidean", {}});
  Random random(1);
  const Matrix<float> x = normal_numbers(network.input().size(), batch, random);
  const Matrix<float> target = normal_numbers(network.output().size(), batch, random);
  Matrix<float> dy(target.rows(), batch);
  Vector<float> theta = network.initial_parameters(random), g;
  Workspace<float> workspace;
  Adam<float> adam(1e-5);  // each of 10752 inputs of the dense layer adds its share to a step
  const auto gradient = [&] {
    const double value = loss->mean({network.forward(theta, x, workspace)}, {target}, dy);
    network.backward(theta, x, dy, workspace, g);
    return value;
  };
  // A check before timing: training must lower the loss.
  const double before = gradient();
  for (int k = 0; k < 10; ++k) {
    adam.step(theta, g);
    gradient();
  }
  if (!(gradient() < before)) {
    state.SkipWithError("training does not lower the loss");
    return;
  }
  for (auto _ : state) {
    gradient();
    if (with_optimizer) adam.step(theta, g);
  }
}

}  // namespace

int main(int argc, char** argv) {
  set_threads(1);
  for (const NetworkCase& each : kNetworks) {
    for (const bool with_optimizer : {true, false}) {
      for (const Index batch : {1, 10, 32, 100}) {
        const std::string name = (with_optimizer ? "step/" : "gradient/") + each.name + '/' + std::to_string(batch);
        benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
          step(state, each, batch, with_optimizer);
        })->Unit(benchmark::kMillisecond);
      }
    }
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
