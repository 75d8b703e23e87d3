#include "evaluation.hpp"

#include <algorithm>
#include <cmath>

#include "loss/euclidean.hpp"
#include "loss/soft_dtw.hpp"

namespace softwarp {

ForecastErrors evaluate(const Matrix<double>& forecast, const ForecastSet& set) {
  const Batch<double> x{forecast, set.dims};
  const Batch<double> y{set.target, set.dims};
  ForecastErrors errors{.dtw = DtwLoss<double>().mean(x, y), .euclidean = EuclideanLoss<double>().mean(x, y)};
  // The diagonal is one of DTW's paths, so dtw ≤ euclidean; where it is the best one, the two sums round differently.
  constexpr double kRounding = 1e-10;
  const bool same = std::abs(errors.dtw - errors.euclidean) <= kRounding * errors.euclidean;
  if (same) errors.dtw = std::min(errors.dtw, errors.euclidean);
  return errors;
}

Matrix<double> last_value_forecast(const ForecastSet& set) {
  return set.input.bottomRows(set.dims).replicate(set.target.rows() / set.dims, 1);
}

Matrix<double> mean_target_forecast(const ForecastSet& train, Index count) {
  Vector<double> mean(train.target.rows());
  for (Index k = 0; k < mean.size(); ++k) {
    const auto there = !train.target.row(k).array().isNaN();
    const auto number = static_cast<double>(there.count());
    mean[k] = there.select(train.target.row(k).array(), 0.0).sum() / number;  // NaN where no series has the step
  }
  for (Index k = train.dims; k < mean.size(); ++k) {
    if (std::isnan(mean[k])) mean[k] = mean[k - train.dims];
  }
  for (Index k = mean.size() - train.dims; k-- > 0;) {
    if (std::isnan(mean[k])) mean[k] = mean[k + train.dims];
  }
  return mean.replicate(1, count);
}

}  // namespace softwarp
