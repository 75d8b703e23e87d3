// The plain call, a loss and a network from a source tree, without data, files or programs.
#include <cmath>
#include <cstdio>
#include <softwarp/loss/soft_dtw.hpp>
#include <softwarp/nn/network.hpp>
#include <softwarp/soft_dtw.hpp>
#include <vector>

using namespace softwarp;

int main() {
  const std::vector<double> x{0, 1, 2}, y{0, 2, 2};
  std::vector<double> dx(3);
  const double value = soft_dtw(x, y, /*gamma=*/1, dx);

  // The same by the loss: a batch of one.
  const Eigen::Map<const Matrix<double>> x_batch(x.data(), 3, 1), y_batch(y.data(), 3, 1);
  const SoftDtwLoss<double> loss({.gamma = 1});
  const double mean = loss.mean({x_batch}, {y_batch});

  const Network<double> network(mlp({.input = {.steps = 3}, .hidden = {4}, .outputs = 3}));
  Random random(/*seed=*/0);
  Workspace<double> workspace;
  const Matrix<double>& forecast = network.forward(network.initial_parameters(random), x_batch, workspace);

  std::printf("soft-DTW %.4f, %.4f; forecast of %d steps\n", value, mean, static_cast<int>(forecast.rows()));
  return std::abs(value - mean) < 1e-12 && value < 0 && forecast.allFinite() ? 0 : 1;
}
