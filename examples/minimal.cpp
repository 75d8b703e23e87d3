/// All of softwarp on one page: data, network, loss, step. No autograd: each part passes its gradient to the next.
#include <cstdio>

#include "softwarp/core/random.hpp"
#include "softwarp/data/forecast_set.hpp"
#include "softwarp/data/synthetic.hpp"
#include "softwarp/loss/soft_dtw.hpp"
#include "softwarp/nn/network.hpp"
#include "softwarp/optim/adam.hpp"

using namespace softwarp;

int main() {
  // Data: 30 noisy bumps of 128 steps, the first 60 % of each as input, the rest as target; one series per column.
  const TrainTest data = builtin_data();
  const ForecastSet set = cut(data.train, 0.6, forecast_shape(data, 0.6));
  const Matrix<double>& x = set.input;   // [I×N]
  const Matrix<double>& y = set.target;  // [O×N]

  // Network: I → 20 → O. Its parameters are one vector θ, drawn at random.
  const Network<double> network(mlp({.input = {x.rows()}, .hidden = {20}, .outputs = y.rows(), .activation = "tanh"}));
  Random random(/*seed=*/0);
  Vector<double> theta = network.initial_parameters(random);

  const SoftDtwLoss<double> loss({.gamma = 0.1});
  Adam<double> optimizer(/*learning_rate=*/0.01);

  Workspace<double> workspace;            // activations, kept from forward to backward
  Matrix<double> dy(y.rows(), y.cols());  // ∂L/∂ŷ [O×N]
  Vector<double> g;                       // ∂L/∂θ [S]
  for (int step = 0; step <= 200; ++step) {
    const Matrix<double>& forecast = network.forward(theta, x, workspace);  // ŷ = f(x; θ)
    const double value = loss.mean({forecast}, {y}, dy);                    // L and ∂L/∂ŷ
    network.backward(theta, x, dy, workspace, g);                           // ∂L/∂θ
    optimizer.step(theta, g);
    if (step % 50 == 0) std::printf("step %3d: mean soft-DTW %8.4f\n", step, value);
  }
}
