/// Forecasts by a rule that knows the season: what a network has to beat.
#pragma once

#include <optional>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// How an input column is laid out: each step has `stride` values, the first `dims` of which are forecast; the others
/// are covariates.
struct InputLayout {
  Index dims = 1;
  Index stride = 1;
};

/// The last season of each input, repeated over the horizon. With a period of 1, the last value.
/// Nothing where the input is shorter than a season.
/// Shapes: input [I·stride×N] → [horizon·dims×N].   period, horizon: in steps, at least 1.
std::optional<Matrix<double>> seasonal_naive_forecast(const ConstMatrixRef<double>& input, InputLayout layout,
                                                      Index horizon, Index period);

constexpr Index kMostSeasons = 7;

/// The mean of the last seasons of each input, as many whole ones as it holds, at most kMostSeasons; repeated over the
/// horizon. Nothing where the input is shorter than a season.   Shapes: as seasonal_naive_forecast().
std::optional<Matrix<double>> mean_of_seasons_forecast(const ConstMatrixRef<double>& input, InputLayout layout,
                                                       Index horizon, Index period);

}  // namespace softwarp
