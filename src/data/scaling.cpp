#include "softwarp/data/scaling.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/core/rounding_noise.hpp"
#include "softwarp/data/mean_and_deviation.hpp"

namespace softwarp {
namespace {

using Columns = Eigen::Ref<const Matrix<double>>;

// Sums over the values of dimension d that are present, after a function of row and value.
struct Sum {
  double sum = 0, count = 0;
  double mean() const { return count > 0 ? sum / count : 0; }
};

template <class Of>
Sum sum_of(const Columns& columns, Index dims, Index d, Of of) {
  Sum total;
  for (Index i = 0; i < columns.cols(); ++i) {
    for (Index row = d; row < columns.rows(); row += dims) {
      if (std::isnan(columns(row, i))) continue;
      total.sum += of(row, columns(row, i));
      ++total.count;
    }
  }
  return total;
}

double mean_of_both(const Sum& a, const Sum& b) { return Sum{a.sum + b.sum, a.count + b.count}.mean(); }

bool is_noise(double deviation, double size) { return deviation <= kRoundingNoise * std::abs(size); }

// Those of a dimension over inputs and targets.
MeanAndDeviation moments_of_set(const ForecastSet& set, Index d) {
  const auto mean_of = [&](auto of) {
    const auto of_value = [&](Index, double x) { return of(x); };
    return mean_of_both(sum_of(set.input, set.input_dims(), d, of_value),
                        d < set.dims ? sum_of(set.target, set.dims, d, of_value) : Sum{});
  };
  return mean_and_deviation(mean_of);
}

// The deviation of a dimension around a mean for each row; that of the set where nothing is left.
double deviation_around(const Columns& columns, Index dims, Index d, const Vector<double>& mean,
                        const MeanAndDeviation& set) {
  const auto square = [&](Index row, double x) { return (x - mean[row]) * (x - mean[row]); };
  const double deviation = std::sqrt(sum_of(columns, dims, d, square).mean());
  return is_noise(deviation, std::max(std::abs(set.mean), set.deviation)) ? set.deviation : deviation;
}

// What is taken from series i in one dimension, and what it is divided by, under a scale that follows its own input, as
// the network is given it: gaps are filled. What is constant is decided as an exported network decides it, which sees
// means alone: beside an offset of 1e13, a variation of 10 is noise to Scale::series, and to no other scale.
MeanAndDeviation moments_of_input(const ForecastSet& set, Index i, Index d, const Scaling& scaling) {
  const Index dims = set.input_dims();
  const Eigen::Map<const Matrix<double>> input(set.input.col(i).data(), dims, set.input.rows() / dims);
  if (scaling.kind == Scale::last)
    return {input(d, input.cols() - 1), d < set.dims ? scaling.target_deviation[d] : 1 / scaling.input_factor[d]};
  const double mean = input.row(d).mean(), deviation = std::sqrt((input.row(d).array() - mean).square().mean());
  if (!is_noise(deviation, mean)) return {mean, deviation};
  return {mean, d < set.dims ? scaling.target_deviation[d] : 1};  // a constant covariate leaves nothing to divide
}

bool follows_input(Scale scale) { return scale == Scale::series || scale == Scale::last; }

}  // namespace

std::string to_text(Scale scale) {
  if (scale == Scale::none) return "none";
  if (scale == Scale::set) return "set";
  if (scale == Scale::step) return "step";
  return scale == Scale::series ? "series" : "last";
}

std::optional<Scale> scale_named(std::string_view name) {
  for (const Scale scale : kScales) {
    if (name == to_text(scale)) return scale;
  }
  return std::nullopt;
}

Scaling fit_scaling(Scale kind, const ForecastSet& train) {
  Scaling scaling{.kind = kind};
  const Index dims = train.dims, input_dims = train.input_dims();
  std::vector<MeanAndDeviation> moments;
  for (Index d = 0; d < input_dims; ++d) {
    moments.push_back(moments_of_set(train, d));
    if (moments.back().deviation >= kSmallestUnit) continue;
    throw Error(std::string("the training set: expected ") + kSmallestInWords +
                (input_dims > 1 ? " in dimension " + std::to_string(d + 1) : "") + ", found " + kSmallerInWords);
  }
  if (kind == Scale::none) return scaling;
  const bool of_set = kind == Scale::set || kind == Scale::last;
  const Vector<double> target_mean = mean_target(train), input_mean = train.input.rowwise().mean();
  scaling.input_centre.resize(train.input.rows());
  scaling.input_factor.resize(train.input.rows());
  scaling.target_centre.resize(dims);
  scaling.target_deviation.resize(dims);
  scaling.squared_unit = 0;
  for (Index d = 0; d < input_dims; ++d) {
    const MeanAndDeviation& set = moments[static_cast<std::size_t>(d)];
    if (d < dims) {
      const double left_of_target = deviation_around(train.target, dims, d, target_mean, set);
      scaling.squared_unit += left_of_target * left_of_target / static_cast<double>(dims);
      scaling.target_centre[d] = set.mean;
      scaling.target_deviation[d] = of_set ? set.deviation : left_of_target;
    }
    const double input_deviation =
        of_set ? set.deviation : deviation_around(train.input, input_dims, d, input_mean, set);
    for (Index row = d; row < train.input.rows(); row += input_dims) {
      const auto inputs = train.input.row(row);
      const bool is_fixed = kind == Scale::step && is_one_value(inputs.minCoeff(), inputs.maxCoeff());
      scaling.input_centre[row] = of_set ? set.mean : input_mean[row];
      scaling.input_factor[row] = is_fixed ? 0 : 1 / input_deviation;
    }
  }
  if (kind == Scale::step) {
    scaling.mean_target = target_mean;
    for (Index row = 0; row < target_mean.size(); ++row)
      scaling.mean_target[row] =
          (target_mean[row] - scaling.target_centre[row % dims]) / scaling.target_deviation[row % dims];
  }
  if (follows_input(kind)) {
    scaling.input_centre.resize(0);
    scaling.target_centre.resize(0);
  }
  if (kind == Scale::series) scaling.input_factor.resize(0);
  return scaling;
}

ForecastSet scaled(const ForecastSet& set, const Scaling& scaling) {
  ForecastSet result = set;
  if (scaling.kind == Scale::none) return result;
  const Index steps = set.target.rows() / set.dims;
  if (follows_input(scaling.kind)) {
    for (Index i = 0; i < set.count(); ++i) {
      for (Index d = 0; d < set.input_dims(); ++d) {
        const MeanAndDeviation own = moments_of_input(set, i, d, scaling);
        const auto scale = [&](Matrix<double>& part, Index dims) {
          for (Index row = d; row < part.rows(); row += dims) part(row, i) = (part(row, i) - own.mean) / own.deviation;
        };
        scale(result.input, set.input_dims());
        if (d < set.dims) scale(result.target, set.dims);
      }
    }
    return result;
  }
  result.input.colwise() -= scaling.input_centre;
  result.input.array().colwise() *= scaling.input_factor.array();
  const Vector<double> centre = scaling.target_centre.replicate(steps, 1);
  const Vector<double> deviation = scaling.target_deviation.replicate(steps, 1);
  result.target.colwise() -= centre;
  result.target.array().colwise() /= deviation.array();
  return result;
}

void undo_scaling(const ForecastSet& set, const Scaling& scaling, MatrixRef<double> forecast) {
  if (scaling.kind == Scale::none) return;
  for (Index i = 0; i < set.count(); ++i) {
    for (Index d = 0; d < set.dims; ++d) {
      const MeanAndDeviation of = follows_input(scaling.kind)
                                      ? moments_of_input(set, i, d, scaling)
                                      : MeanAndDeviation{scaling.target_centre[d], scaling.target_deviation[d]};
      for (Index row = d; row < forecast.rows(); row += set.dims)
        forecast(row, i) = forecast(row, i) * of.deviation + of.mean;
    }
  }
}

std::optional<double> squares_to_data(const Scaling& scaling) {
  if (scaling.kind == Scale::none) return 1;
  const Vector<double>& deviation = scaling.target_deviation;
  if (scaling.kind == Scale::series || (deviation.array() != deviation[0]).any()) return std::nullopt;
  return deviation[0] * deviation[0];
}

}  // namespace softwarp
