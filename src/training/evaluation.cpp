#include "softwarp/training/evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "softwarp/alignment/expected_alignment.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/loss/divergence.hpp"
#include "softwarp/loss/euclidean.hpp"
#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp {
namespace {

// A loss, so that missing steps are taken out as for the others. It is piecewise constant: its gradient is zero.
class TemporalDistortion final : public Loss<double> {
 public:
  std::string name() const override { return "temporal distortion"; }

 protected:
  void compute(std::span<Pair<double>> pairs, Index dims) const override {
    parallel_for(static_cast<Index>(pairs.size()), [&](Index b) {
      Pair<double>& pair = pairs[static_cast<std::size_t>(b)];
      pair.value = temporal_distortion({pair.x, dims, pair.n}, {pair.y, dims, pair.m});
      if (pair.dx != nullptr) std::fill_n(pair.dx, pair.n * dims, 0.0);
    });
  }
};

}  // namespace

Distances distances(const Matrix<double>& forecast, const ForecastSet& set) {
  const Batch<double> x{forecast, set.dims};
  const Batch<double> y{set.target, set.dims};
  Distances found{.dtw = DtwLoss<double>().mean(x, y), .euclidean = EuclideanLoss<double>().mean(x, y)};
  // The diagonal is one of DTW's paths, so dtw ≤ euclidean. Where it is the best path, the two sums round differently.
  constexpr double kRounding = 1e-10;
  const bool same = std::abs(found.dtw - found.euclidean) <= kRounding * found.euclidean;
  if (same) found.dtw = std::min(found.dtw, found.euclidean);
  return found;
}

Vector<double> dtw_of_each(const Matrix<double>& forecast, const ForecastSet& set) {
  Vector<double> dtw(forecast.cols());
  DtwLoss<double>().pairs({forecast, set.dims}, {set.target, set.dims}, dtw);
  return dtw;
}

ForecastErrors evaluate(const Matrix<double>& forecast, const ForecastSet& set, double divergence_gamma) {
  const Batch<double> x{forecast, set.dims};
  const Batch<double> y{set.target, set.dims};
  ForecastErrors errors{distances(forecast, set), TemporalDistortion().mean(x, y), {}};
  try {
    errors.divergence = SoftDtwDivergence<double>({.gamma = divergence_gamma}).mean(x, y);
  } catch (const Error&) {
    // The forecasts have passed distances(): it is γ that is out of range, and the other errors are worth having.
  }
  return errors;
}

ErrorMeans::ErrorMeans(const ForecastSource& source, std::optional<double> divergence_gamma)
    : divergence_gamma_(divergence_gamma) {
  const auto steps = static_cast<double>(source.shape().target);
  every_ = source.every(steps * steps);
}

void ErrorMeans::add(Index first, const ForecastSet& set, const Matrix<double>& forecast) {
  if (every_ == 1) return add(set, forecast);
  std::vector<Index> measured;
  for (Index i = 0; i < set.count(); ++i) {
    if ((first + i) % every_ == 0) measured.push_back(i);
  }
  if (!measured.empty()) add(select(set, measured), forecast(Eigen::all, measured));
}

void ErrorMeans::add(const ForecastSet& set, const Matrix<double>& forecast) {
  ForecastErrors found;
  if (divergence_gamma_)
    found = evaluate(forecast, set, *divergence_gamma_);
  else
    static_cast<Distances&>(found) = distances(forecast, set);
  count_ += set.count();
  const double share = static_cast<double>(set.count()) / static_cast<double>(count_);
  const auto update = [&](double& mean, double more) { mean = (1 - share) * mean + share * more; };
  update(mean_.dtw, found.dtw);
  update(mean_.euclidean, found.euclidean);
  update(mean_.tdi, found.tdi);
  if (count_ == set.count()) mean_.divergence = 0;
  if (!found.divergence) mean_.divergence.reset();
  if (mean_.divergence) update(*mean_.divergence, *found.divergence);
}

Matrix<double> last_value_forecast(const ForecastSet& set) {
  return set.input.bottomRows(set.input_dims()).topRows(set.dims).replicate(set.target.rows() / set.dims, 1);
}

Matrix<double> nearest_series_forecast(const ForecastSet& train, const ForecastSet& set, const Loss<double>& distance) {
  const Vector<double> mean = mean_target(train);
  Matrix<double> forecast(train.target.rows(), set.count());
  parallel_for(set.count(), [&](Index i) {
    const Matrix<double> input = set.input.col(i).replicate(1, train.count());
    Vector<double> distances(train.count());
    distance.pairs({train.input, train.dims}, {input, set.dims}, distances);
    Index nearest = 0;
    distances.minCoeff(&nearest);
    forecast.col(i) = train.target.col(nearest).array().isNaN().select(mean, train.target.col(nearest));
  });
  return forecast;
}

}  // namespace softwarp
