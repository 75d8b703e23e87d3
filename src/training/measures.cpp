#include "softwarp/training/measures.hpp"

#include <cmath>

#include "softwarp/core/error.hpp"
#include "softwarp/core/rounding_noise.hpp"

namespace softwarp {
namespace {

std::optional<double> mean(double sum, Index count) {
  if (count == 0) return std::nullopt;
  return sum / static_cast<double>(count);
}

}  // namespace

std::optional<double> ErrorSums::mse() const { return mean(squared, count); }
std::optional<double> ErrorSums::mae() const { return mean(absolute, count); }
std::optional<double> ErrorSums::mase() const { return mean(scaled, scaled_count); }
std::optional<double> ErrorSums::rmse() const {
  if (count == 0) return std::nullopt;
  return std::sqrt(*mse());
}

std::optional<double> naive_error(const ConstVectorRef<double>& training, Index period) {
  double sum = 0, size = 0;
  Index count = 0;
  for (Index t = period; t < training.size(); ++t) {
    const double step = std::abs(training[t] - training[t - period]);
    if (std::isnan(step)) continue;
    sum += step;
    size += std::abs(training[t]);
    ++count;
  }
  if (sum <= kLastBits * size) return std::nullopt;
  return mean(sum, count);
}

Measures::Measures(Index steps, Index variables)
    : squared_(Matrix<double>::Zero(variables, steps)),
      absolute_(squared_),
      scaled_(squared_),
      count_(squared_),
      scaled_count_(squared_) {}

void Measures::add(const ConstMatrixRef<double>& forecast, const ConstMatrixRef<double>& target,
                   const ConstMatrixRef<double>& scales, Index first_variable) {
  const Index dims = scales.rows();
  for (Index i = 0; i < forecast.cols(); ++i) {
    for (Index row = 0; row < forecast.rows(); ++row) {
      if (std::isnan(target(row, i))) continue;
      const Index step = row / dims, dim = row % dims, variable = first_variable + dim;
      const double error = forecast(row, i) - target(row, i), scale = scales(dim, i);
      if (!std::isfinite(forecast(row, i))) throw NonFiniteError("a forecast is not a finite number");
      squared_(variable, step) += error * error;
      absolute_(variable, step) += std::abs(error);
      count_(variable, step) += 1;
      if (!(scale > 0)) continue;
      scaled_(variable, step) += std::abs(error) / scale;
      scaled_count_(variable, step) += 1;
    }
  }
}

ErrorSums Measures::of_block(Index variable, Index step, Index variables, Index steps) const {
  const auto sum = [&](const Matrix<double>& of) { return of.block(variable, step, variables, steps).sum(); };
  return {.squared = sum(squared_),
          .absolute = sum(absolute_),
          .scaled = sum(scaled_),
          .count = static_cast<Index>(sum(count_)),
          .scaled_count = static_cast<Index>(sum(scaled_count_))};
}

}  // namespace softwarp
