/// Linear regression with many outputs, in closed form: the reference that a network has to beat.
#pragma once

#include <span>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// ŷ(x) = W x + b.   Shapes: weights [O×I], intercept [O].
struct LinearRegression {
  Matrix<double> weights;
  Vector<double> intercept;

  /// Shapes: input [I×N] → [O×N].
  Matrix<double> forecast(const Matrix<double>& input) const;
};

/// What a linear regression has to know of its examples (x, y): their number, and sums of values and of products. They
/// come block by block, need memory that does not depend on their number, and add up to those of two sets together.
/// Values are expected in units in which means are not much larger than deviations: products of large means hide what
/// varies around them. Results do not depend on the number of threads.
class LinearSums {
 public:
  LinearSums(Index inputs, Index outputs);

  /// Adds examples, one per column. Those that lack a target value are left out.
  /// Shapes: input [I×N], finite; target [O×N], NaN where a value is missing.   Cost: O(I·(I + O)·N).
  void add(const Matrix<double>& input, const Matrix<double>& target);

  /// Adds `count` windows of a series, the first of which starts at step `first`, each one step after the one before.
  /// The I steps of its input and the O steps of its target follow each other, and the last value of the input is taken
  /// out of both: the regression then forecasts what is to be added to that value.
  ///
  /// A product of steps i and j of one window is that of steps i + 1 and j + 1 of the window before, so nearly all terms
  /// of neighbouring sums are the same.   Cost: O((T + I + O)·I) for T steps without gaps instead of O(T·I·(I + O)).
  /// Shapes: values [T], finite, gaps filled; truth [T], NaN where a value is missing and the same elsewhere. Windows
  /// that lack a target value are left out.
  void add_windows(const Vector<double>& values, const Vector<double>& truth, Index first, Index count);

  LinearSums& operator+=(const LinearSums& other);

  Index inputs() const { return inputs_; }
  Index outputs() const { return outputs_; }
  Index count() const { return count_; }        ///< examples that were added
  Index left_out() const { return left_out_; }  ///< examples that lacked a target value

  /// Mean of (ŷ − y)² over the examples and outputs, without another look at the examples. Requires count() > 0.
  double squared_error(const LinearRegression& regression) const;

  /// Means of products around a centre, as if it had been taken out of every (x, y).
  /// Shapes: xx [I×I], yx [O×I].
  struct Moments {
    Matrix<double> xx, yx;
    double yy = 0;  ///< summed over the outputs
  };
  Moments moments(const Vector<double>& centre) const;  ///< centre [I+O]; requires count() > 0
  Vector<double> mean() const;                          ///< [I+O]; requires count() > 0

 private:
  void add_complete(const Matrix<double>& examples);
  void add_overlapping(const Vector<double>& values, Index first, Index count);

  Index inputs_, outputs_, count_ = 0, left_out_ = 0;
  Vector<double> sum_;       // of (x, y) [I+O]
  Matrix<double> products_;  // of (x, y) with x [I+O×I]; of xxᵀ, only the lower triangle
  Vector<double> squares_;   // of y [O]
};

/// none: where the last value is taken out of inputs and targets, so that a flat window has a flat forecast. A constant
/// added to every forecast would be the drift of the training part.
enum class Intercept { none, fitted };

/// Minimises the mean of ‖y − ŷ‖² plus ridge·s·‖W‖², where s is the mean square of the inputs (around their mean, if the
/// intercept is fitted; it is not penalised), so that the ridge is a number without units. Requires ridge > 0.
/// Throws: Error if there is no example.   Cost: O(I³ + I²·O).
/// Source: A. E. Hoerl, R. W. Kennard, Ridge regression: biased estimation for nonorthogonal problems, Technometrics
///   12(1), 1970. The last value taken out: A. Zeng et al., Are transformers effective for time series forecasting?,
///   AAAI 2023 (NLinear).
LinearRegression fit_ridge(const LinearSums& train, double ridge, Intercept intercept);

struct RidgeChoice {
  double ridge = 0;
  double squared_error = 0;     ///< its mean on the validation examples
  LinearRegression regression;  ///< fitted to the training examples alone
};

/// The ridge whose fit to the training examples has the lowest error on the validation examples; the largest of equals.
/// The fit to both, once the ridge is chosen, is fit_ridge() of the sums of both.
/// Throws: Error if there is no example to fit or none to validate.   Cost: O(I³ + I²·O) for all ridges together.
RidgeChoice choose_ridge(const LinearSums& train, const LinearSums& validation, std::span<const double> ridges,
                         Intercept intercept);

/// 17 ridges from 1e-6 to 100, two in each decade.
std::span<const double> usual_ridges();

}  // namespace softwarp
