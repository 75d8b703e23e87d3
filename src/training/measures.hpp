/// Errors of forecasts in sums that grow block by block: squared, absolute and scaled, in all, by step and by variable.
#pragma once

#include <optional>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// Sums over forecast values, and the means that follow: nothing where there is no value to take a mean of.
struct ErrorSums {
  double squared = 0;   ///< Σ (ŷ − y)²
  double absolute = 0;  ///< Σ |ŷ − y|
  double scaled = 0;    ///< Σ |ŷ − y|/scale, over the values that have a scale
  Index count = 0;
  Index scaled_count = 0;

  std::optional<double> mse() const;   ///< mean squared error
  std::optional<double> mae() const;   ///< mean absolute error
  std::optional<double> rmse() const;  ///< √mse
  std::optional<double> mase() const;  ///< mean absolute scaled error: below 1, better than naive forecasts in sample
};

/// The scale of MASE: the mean absolute error of the naive forecast y_{t−period} of y_t within the training part of a
/// series. Pairs that lack a value do not count. Nothing where no pair is left, or where all are equal.
/// Shapes: training [T].   Requires period ≥ 1.
/// Source: R. J. Hyndman, A. B. Koehler, Another look at measures of forecast accuracy, International Journal of
///   Forecasting 22(4), 2006; with a season as in R. J. Hyndman, G. Athanasopoulos, Forecasting: principles and
///   practice, 2021, section 5.8.
std::optional<double> naive_error(const ConstVectorRef<double>& training, Index period);

/// The errors of all forecasts that were added, each step and variable for itself.
class Measures {
 public:
  Measures(Index steps, Index variables);

  /// Adds forecasts of D of the variables, from the given one on. Values that the target lacks do not count. The scale
  /// of a value is that of the series that it is in; a value whose scale is NaN or not above 0 has none.
  /// Shapes: forecast and target [O·D×N], scales [D×N].
  /// Throws: NonFiniteError where a forecast is not finite and the target has a value.
  void add(const ConstMatrixRef<double>& forecast, const ConstMatrixRef<double>& target,
           const ConstMatrixRef<double>& scales, Index first_variable = 0);

  Index steps() const { return squared_.cols(); }
  Index variables() const { return squared_.rows(); }

  ErrorSums all() const { return of_block(0, 0, variables(), steps()); }
  ErrorSums of_step(Index step) const { return of_block(0, step, variables(), 1); }
  ErrorSums of_variable(Index variable) const { return of_block(variable, 0, 1, steps()); }

 private:
  ErrorSums of_block(Index variable, Index step, Index variables, Index steps) const;

  Matrix<double> squared_, absolute_, scaled_, count_, scaled_count_;  // [variables × steps]
};

}  // namespace softwarp
