/// What stands around a network: the units in which it sees series, and the forecast that it corrects.
#pragma once

#include <optional>
#include <string>

#include "softwarp/data/scaling.hpp"
#include "softwarp/model/kernel_regression.hpp"

namespace softwarp {

/// The forecast to which a network adds its output.
enum class Base {
  none,    ///< zero; the mean of the training targets under Scale::step
  kernel,  ///< kernel ridge regression
};
std::string to_text(Base base);

/// Fitted to a training set. A forecast is undo_scaling(unit·(base forecast + output of the network)).
struct Preparation {
  Scaling scaling = {};
  std::optional<KernelRegression> kernel = {};

  Base base() const { return kernel ? Base::kernel : Base::none; }

  /// The unit of what a network puts out and of γ: the deviation of what the base forecast leaves, in scaled targets.
  double unit() const { return kernel ? kernel->deviation : 1; }

  /// The factor by which squares of what a network puts out become squares of the data's units; nothing where it
  /// differs between dimensions or series.
  std::optional<double> square_in_data() const;

  /// The base forecasts of scaled inputs in units of unit(), or an empty matrix: none.   Shapes: → [O·D×N].
  Matrix<double> base_forecasts(const Matrix<double>& scaled_input) const;
};

/// A preparation and the base forecasts of its training set, each by a fit without the series: those that a network
/// must learn to correct, because those of new series are like them.   Shapes: base_forecasts as above.
struct FittedPreparation {
  Preparation preparation;
  Matrix<double> base_forecasts;
};

/// Cost: as fit_scaling() and fit_kernel_regression().
FittedPreparation fit_preparation(Scale scale, Base base, const ForecastSet& train, std::uint64_t seed);

}  // namespace softwarp
