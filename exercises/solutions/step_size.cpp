/// One series is pulled to another by gradient descent under soft-DTW: the gradient is right, the steps are not.
#include <cmath>
#include <cstdio>

#include "exercises/exercise.hpp"
#include "softwarp/alignment/tables.hpp"

using namespace softwarp;

namespace {

/// One step of x towards y.   Shapes: x [1×n], in tables dx [1×n], E [n×m].
void descend(Matrix<double>& x, const AlignmentTables& tables) {
  // The parabola's curvature is 2 Σ_j E_ij. A step of one over it ends at its lowest point, Σ_j E_ij y_j / Σ_j E_ij:
  // the mean of the steps of y that x_i is matched with. With γ = 0 this is DBA, as `average` has it.
  for (Index i = 0; i < x.cols(); ++i) x(i) -= tables.dx(i) / (2 * tables.E.row(i).sum());
}

/// Eight steps towards a series of m steps.
bool lowers_the_value(Index m) {
  Matrix<double> x(1, 12), y(1, m);
  for (Index i = 0; i < x.cols(); ++i) x(i) = std::sin(0.5 * static_cast<double>(i));
  for (Index j = 0; j < m; ++j) y(j) = 2 * std::sin(8 * static_cast<double>(j) / static_cast<double>(m));
  double first = 0, before = 0;
  bool falls = true;
  for (int step = 0; step <= 8; ++step) {
    const AlignmentTables tables = alignment_tables(x, y, {.gamma = 0.1});
    const double value = tables.r(x.cols() - 1, m - 1);
    if (step == 0) first = before = value;
    std::printf("step %d: value %12.4f  %s\n", step, value, exercises::bar(value, 2 * first).c_str());
    falls = falls && value < before + 1e-9;
    before = value;
    descend(x, tables);
  }
  falls = exercises::expect(falls, "every step lowers the value");
  return exercises::expect(before < first / 10, "eight steps lower it to less than a tenth") && falls;
}

}  // namespace

bool exercises::step_size() {
  std::printf("12 steps towards 40:\n");
  const bool to_40 = lowers_the_value(40);
  std::printf("12 steps towards 400:\n");
  return lowers_the_value(400) && to_40;
}
