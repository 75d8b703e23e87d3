/// One series is pulled to another by gradient descent under soft-DTW: the gradient is right, the steps are not.
#include <cmath>
#include <cstdio>

#include "exercises/exercise.hpp"
#include "softwarp/alignment/tables.hpp"

using namespace softwarp;

namespace {

/// One step of x towards y.   Shapes: x [1×n], in tables dx [1×n], E [n×m].
void descend(Matrix<double>& x, const AlignmentTables& tables) {
  // EXERCISE: dx_i = 2 Σ_j E_ij (x_i − y_j). For E as it is, the value is a parabola in x_i. How steep is it, and at
  // what rate does a step end at its lowest point? E.row(i).sum() is how many steps of y are matched with x_i.
  const double rate = 0.5;
  x -= rate * tables.dx;
}

}  // namespace

bool exercises::step_size() {
  Matrix<double> x(1, 12), y(1, 40);
  for (Index i = 0; i < x.cols(); ++i) x(i) = std::sin(0.5 * static_cast<double>(i));
  for (Index j = 0; j < y.cols(); ++j) y(j) = 2 * std::sin(0.2 * static_cast<double>(j));
  const Alignment<double> options{.gamma = 0.1};

  double before = 0;
  bool falls = true;
  for (int step = 0; step <= 8; ++step) {
    const AlignmentTables tables = alignment_tables(x, y, options);
    const double value = tables.r(x.cols() - 1, y.cols() - 1);
    std::printf("step %d: value %12.4f  %s\n", step, value, bar(value, 100).c_str());
    falls = falls && (step == 0 || value < before + 1e-9);
    before = value;
    descend(x, tables);
  }
  return expect(falls, "every step lowers the value");
}
