/// A level is fitted to measurements of which some are missing.
#include <cmath>
#include <cstdio>
#include <limits>

#include "exercises/exercise.hpp"
#include "softwarp/loss/euclidean.hpp"

using namespace softwarp;

namespace {

/// What the loss is given for a measured series, in which NaN stands for a missing step.
Matrix<double> prepared(const Matrix<double>& measured) {
  Matrix<double> target = measured;
  for (double& value : target.reshaped()) {
    if (std::isnan(value)) value = 0;  // EXERCISE: NaN is a nuisance, but is this what was measured?
  }
  return target;
}

}  // namespace

bool exercises::gaps() {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const Matrix<double> measured{{20.1}, {none}, {20.4}, {none}, {none}, {19.9}, {20.0}, {19.6}};  // a mean of 20
  const Matrix<double> target = prepared(measured);
  const EuclideanLoss<double> loss;

  // Gradient descent on one parameter, the level: every step of the forecast is the level itself.
  double level = 0;
  Matrix<double> dx(8, 1);
  for (int step = 0; step <= 12; ++step) {
    const Matrix<double> forecast = Matrix<double>::Constant(8, 1, level);
    loss.mean({forecast}, {target}, dx);
    if (step % 2 == 0) std::printf("step %2d: level %7.3f  %s\n", step, level, bar(level, 25).c_str());
    level -= 0.05 * dx.sum();
  }
  std::printf("dx at the three missing steps: %.3f %.3f %.3f\n", dx(1), dx(3), dx(4));
  const bool silent = expect(dx(1) == 0 && dx(3) == 0 && dx(4) == 0, "a missing step pulls nowhere");
  return expect(std::abs(level - 20) < 0.1, "the level found is the mean of what was measured, 20") && silent;
}
