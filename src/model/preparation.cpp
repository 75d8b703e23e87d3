#include "softwarp/model/preparation.hpp"

#include <utility>

namespace softwarp {

std::string to_text(Base base) { return base == Base::none ? "none" : "kernel"; }

Matrix<double> Preparation::base_forecasts(const Matrix<double>& scaled_input) const {
  if (kernel) return kernel->forecast(scaled_input) / kernel->deviation;
  return scaling.mean_target.size() > 0 ? scaling.mean_target.replicate(1, scaled_input.cols()) : Matrix<double>();
}

std::optional<double> Preparation::square_in_data() const {
  const std::optional<double> square = squares_to_data(scaling);
  if (!square) return std::nullopt;
  return *square * unit() * unit();
}

FittedPreparation fit_preparation(Scale scale, Base base, const ForecastSet& train, std::uint64_t seed) {
  FittedPreparation fitted{.preparation = {.scaling = fit_scaling(scale, train), .kernel = {}}, .base_forecasts = {}};
  const ForecastSet seen = scaled(train, fitted.preparation.scaling);
  if (base == Base::kernel) {
    KernelFit fit = fit_kernel_regression(seen.input, seen.target, seed);
    fitted.base_forecasts = fit.left_out / fit.regression.deviation;
    fitted.preparation.kernel = std::move(fit.regression);
  } else {
    fitted.base_forecasts = fitted.preparation.base_forecasts(seen.input);
  }
  return fitted;
}

}  // namespace softwarp
