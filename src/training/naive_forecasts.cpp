#include "softwarp/training/naive_forecasts.hpp"

#include <algorithm>

namespace softwarp {
namespace {

std::optional<Matrix<double>> mean_of_last(Index most, const ConstMatrixRef<double>& input, InputLayout layout,
                                           Index horizon, Index period) {
  const Index steps = input.rows() / layout.stride, seasons = std::min(most, steps / period);
  if (seasons == 0) return std::nullopt;
  Matrix<double> forecast = Matrix<double>::Zero(horizon * layout.dims, input.cols());
  for (Index step = 0; step < horizon; ++step) {
    auto mean = forecast.middleRows(step * layout.dims, layout.dims);
    for (Index season = 1; season <= seasons; ++season) {
      const Index alike = steps - season * period + step % period;
      mean += input.middleRows(alike * layout.stride, layout.dims);
    }
    mean /= static_cast<double>(seasons);
  }
  return forecast;
}

}  // namespace

std::optional<Matrix<double>> seasonal_naive_forecast(const ConstMatrixRef<double>& input, InputLayout layout,
                                                      Index horizon, Index period) {
  return mean_of_last(1, input, layout, horizon, period);
}

std::optional<Matrix<double>> mean_of_seasons_forecast(const ConstMatrixRef<double>& input, InputLayout layout,
                                                       Index horizon, Index period) {
  return mean_of_last(kMostSeasons, input, layout, horizon, period);
}

}  // namespace softwarp
