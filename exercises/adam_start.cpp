/// Adam by hand, and the length of its first steps.
#include <cmath>
#include <cstdio>

#include "exercises/exercise.hpp"
#include "softwarp/optim/adam.hpp"

using namespace softwarp;

namespace {

/// m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²,   θ ← θ − η m̂/(√v̂ + ε)
struct AdamByHand {
  double rate;
  double m = 0, v = 0;
  int steps = 0;

  void step(double& theta, double g) {
    constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEpsilon = 1e-8;
    ++steps;
    m = kBeta1 * m + (1 - kBeta1) * g;
    v = kBeta2 * v + (1 - kBeta2) * g * g;
    // EXERCISE: both averages begin at 0. How much of the truth do they hold after one step, and after t?
    theta -= rate * m / (std::sqrt(v) + kEpsilon);
  }
};

}  // namespace

bool exercises::adam_start() {
  // f(θ) = θ²/2 from θ = 1: the gradient is θ itself. Adam's first step has the length η, whatever the gradient.
  const double rate = 0.01;
  AdamByHand by_hand{rate};
  Adam<double> adam(rate);
  double mine = 1, apart = 0;
  Vector<double> theta = Vector<double>::Ones(1);
  std::printf("step  length/rate by hand        of the library\n");
  for (int step = 1; step <= 60; ++step) {
    const double mine_before = mine, before = theta[0];
    by_hand.step(mine, mine);
    adam.step(theta, Vector<double>(theta));
    apart = std::max(apart, std::abs(mine - theta[0]));
    const double length = (mine_before - mine) / rate, expected = (before - theta[0]) / rate;
    if (step <= 4 || step % 20 == 0)
      std::printf("%4d  %5.2f %-20s %5.2f %s\n", step, length, bar(length, 8, 20).c_str(), expected,
                  bar(expected, 8, 20).c_str());
  }
  return expect(apart < 1e-9, "by hand and the library take the same steps");
}
