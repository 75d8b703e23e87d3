#include "softwarp/training/evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <map>
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

double temporal_distortion_of(const Matrix<double>& forecast, const ForecastSet& set) {
  return TemporalDistortion().mean({forecast, set.dims}, {set.target, set.dims});
}

double root_dtw_of(const Matrix<double>& forecast, const ForecastSet& set) {
  return dtw_of_each(forecast, set).cwiseSqrt().mean();
}

// Nothing where γ is out of range.
std::optional<double> divergence_of(const Matrix<double>& forecast, const ForecastSet& set, double gamma) {
  try {
    return SoftDtwDivergence<double>({.gamma = gamma}).mean({forecast, set.dims}, {set.target, set.dims});
  } catch (const Error&) {
    return std::nullopt;  // the forecasts have passed distances(), and the other errors are worth having
  }
}

constexpr double kCostly = 4;  // alignments by DTW; in truth more, but a mean over few windows would say little

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
  return {distances(forecast, set), root_dtw_of(forecast, set), temporal_distortion_of(forecast, set),
          divergence_of(forecast, set, divergence_gamma)};
}

Yardstick yardstick_of(const Windows& windows, std::optional<Index> season) {
  const MeasuredSeries& series = *windows.series();
  Yardstick yardstick{.season = season, .naive_error = {}};
  yardstick.naive_error.resize(series.set.targets, series.set.count());
  for (Index s = 0; s < series.set.count(); ++s) {
    for (Index target = 0; target < series.set.targets; ++target)
      yardstick.naive_error(target, s) =
          naive_error(series.measured_part(s, target), season.value_or(1)).value_or(std::nan(""));
  }
  return yardstick;
}

void Mean::add(double mean, Index values) {
  count += values;
  const double share = static_cast<double>(values) / static_cast<double>(count);
  value = (1 - share) * value + share * mean;
}

ErrorMeans::ErrorMeans(const ForecastSource& source, const TestMeasures* measures)
    : source_(source), measures_(measures) {
  const auto steps = static_cast<double>(source.shape().target);
  every_ = source.every(steps * steps);
  every_costly_ = source.every(kCostly * steps * steps);
  if (measures == nullptr || !measures->yardstick) return;
  const Index targets = source.windows()->series()->set.targets;
  const Measures none(source.shape().target, targets);
  mean_.values =
      ValueErrors{.in_data = none, .in_scaled = none, .dtw = std::vector<Mean>(static_cast<std::size_t>(targets))};
}

void ErrorMeans::add(Index first, const ForecastSet& set, const Matrix<double>& forecast) {
  if (source_.windows() == nullptr) {
    add_distances(set, forecast);
    add_costly(set, forecast);
    return;
  }
  std::vector<Index> aligned, costly;
  std::map<Index, std::vector<Index>> by_target;
  for (Index i = 0; i < set.count(); ++i) {
    if ((first + i) % every_costly_ == 0) costly.push_back(i);
    if ((first + i) % every_ != 0) continue;
    aligned.push_back(i);
    by_target[source_.windows()->place(first + i).target].push_back(i);
  }
  if (!aligned.empty()) add_distances(select(set, aligned), forecast(Eigen::all, aligned));
  if (!costly.empty()) add_costly(select(set, costly), forecast(Eigen::all, costly));
  if (!mean_.values) return;
  add_values(first, set, forecast);
  for (const auto& [target, columns] : by_target) {
    for (Index d = 0; d < set.dims; ++d) {
      const auto steps = Eigen::seqN(d, set.target.rows() / set.dims, set.dims);
      add_column(target + d, {.input = {}, .target = set.target(steps, columns)}, forecast(steps, columns));
    }
  }
}

void ErrorMeans::add_column(Index column, const ForecastSet& set, const Matrix<double>& forecast) {
  const double unit = source_.windows()->unit(column);
  const double dtw = DtwLoss<double>().mean(Batch<double>{forecast, 1}, Batch<double>{set.target, 1});
  mean_.values->dtw[static_cast<std::size_t>(column)].add(unit * unit * dtw, forecast.cols());
}

void ErrorMeans::add_distances(const ForecastSet& set, const Matrix<double>& forecast) {
  const Distances found = distances(forecast, set);
  dtw_.add(found.dtw, set.count());
  euclidean_.add(found.euclidean, set.count());
  mean_.dtw = dtw_.value;
  mean_.euclidean = euclidean_.value;
}

void ErrorMeans::add_costly(const ForecastSet& set, const Matrix<double>& forecast) {
  if (measures_ == nullptr) return;
  root_dtw_.add(root_dtw_of(forecast, set), set.count());
  mean_.root_dtw = root_dtw_.value;
  tdi_.add(temporal_distortion_of(forecast, set), set.count());
  mean_.tdi = tdi_.value;
  const auto found = divergence_ ? divergence_of(forecast, set, measures_->divergence_gamma) : std::nullopt;
  if (found)
    divergence_->add(*found, set.count());
  else
    divergence_.reset();
  mean_.divergence = divergence_ ? std::optional(divergence_->value) : std::nullopt;
}

void ErrorMeans::add_values(Index first, const ForecastSet& set, const Matrix<double>& forecast) {
  const Windows& windows = *source_.windows();
  const MeasuredSeries& series = *windows.series();
  for (Index i = 0; i < set.count(); ++i) {
    const Windows::Place at = windows.place(first + i);
    Vector<double> unit(set.dims), centre(set.dims), deviation(set.dims);
    for (Index d = 0; d < set.dims; ++d) {
      unit[d] = windows.unit(at.target + d);
      centre[d] = windows.centre(at.target + d);
      deviation[d] = series.deviation[at.target + d];
    }
    const auto in_units = [&](const auto& column, const Vector<double>& scale, const Vector<double>& shift) {
      Matrix<double> steps = column.reshaped(set.dims, column.size() / set.dims);
      steps = (scale.asDiagonal() * steps).colwise() + shift;
      return Matrix<double>(steps.reshaped(column.size(), 1));
    };
    const Vector<double> scales = measures_->yardstick->naive_error.col(at.series).segment(at.target, set.dims);
    mean_.values->in_data.add(in_units(forecast.col(i), unit, centre), in_units(set.target.col(i), unit, centre),
                              scales, at.target);
    const Vector<double> scaled = unit.cwiseQuotient(deviation), none = Vector<double>::Zero(set.dims),
                         without_mase = Vector<double>::Constant(set.dims, std::nan(""));
    mean_.values->in_scaled.add(in_units(forecast.col(i), scaled, none), in_units(set.target.col(i), scaled, none),
                                without_mase, at.target);
  }
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
    distance.pairs({train.input, train.input_dims()}, {input, set.input_dims()}, distances);
    Index nearest = 0;
    distances.minCoeff(&nearest);
    forecast.col(i) = train.target.col(nearest).array().isNaN().select(mean, train.target.col(nearest));
  });
  return forecast;
}

}  // namespace softwarp
