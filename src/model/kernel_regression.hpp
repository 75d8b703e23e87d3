/// Kernel ridge regression: a forecast in closed form, for a network to correct.
#pragma once

#include <cstdint>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// ŷ(x) = mean + Σ_m weights_m · exp(−‖x − x_m‖²/width): forecasts of series that were seen in training, the more of
/// each the nearer its input is. Far from all of them it is the mean of the training targets.
/// Shapes: centres [I×M], weights [O×M], mean [O].
struct KernelRegression {
  Matrix<double> centres;
  Matrix<double> weights;
  Vector<double> mean;
  double width = 1;
  double deviation = 1;  ///< root mean square of what it leaves of a training target that it was fitted without

  /// Shapes: input [I×N] → [O×N].   Cost: O(M·(I + O)·N).
  Matrix<double> forecast(const Matrix<double>& input) const;
};

/// A fit, and its forecast of each training series by a fit without that series: what the regression is worth on series
/// that it has not seen, and so what is left for a network to learn.   Shapes: left_out [O×N].
struct KernelFit {
  KernelRegression regression;
  Matrix<double> left_out;
};

constexpr Index kMostCentres = 1000;

/// Minimises Σ ‖y_n − ŷ(x_n)‖² + ridge·(the squared norm of ŷ − mean in the kernel's space). Of 6 widths (0.1 to 30 times
/// the median squared distance between inputs) and 17 ridges (1e-6 to 100), the pair with the lowest leave-one-out error
/// is taken, which follows from each fit in closed form. Of more than kMostCentres series, as many are drawn as centres.
/// Shapes: input [I×N], target [O×N], NaN where a value is missing (it counts as the mean).
/// Cost: O(M³ + M²·O) for each width.
/// Source: C. Saunders, A. Gammerman, V. Vovk, Ridge regression learning algorithm in dual variables, ICML 1998; the
///   leave-one-out error as in C. E. Rasmussen, C. K. I. Williams, Gaussian Processes for Machine Learning, 2006, §5.4.2.
KernelFit fit_kernel_regression(const Matrix<double>& input, const Matrix<double>& target, std::uint64_t seed);

}  // namespace softwarp
