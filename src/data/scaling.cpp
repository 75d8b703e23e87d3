#include "softwarp/data/scaling.hpp"

#include <cmath>

#include "softwarp/core/rounding_noise.hpp"

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

bool is_noise(double deviation, double mean) { return deviation <= kRoundingNoise * std::abs(mean); }

// Mean and deviation of a dimension over inputs and targets.
struct Moments {
  double mean, deviation;
};

Moments moments_of_set(const ForecastSet& set, Index d) {
  const auto mean_over_set = [&](auto of) {
    return mean_of_both(sum_of(set.input, set.input_dims(), d, of),
                        d < set.dims ? sum_of(set.target, set.dims, d, of) : Sum{});
  };
  const double mean = mean_over_set([](Index, double x) { return x; });
  const double variance = mean_over_set([&](Index, double x) { return (x - mean) * (x - mean); });
  const double deviation = std::sqrt(variance);
  if (!is_noise(deviation, mean)) return {mean, deviation};
  return {mean, mean != 0 ? std::abs(mean) : 1};  // constant: any unit will do that follows the data
}

// The deviation of a dimension around a mean for each row; that of the set where nothing is left.
double deviation_around(const Columns& columns, Index dims, Index d, const Vector<double>& mean, const Moments& set) {
  const auto square = [&](Index row, double x) { return (x - mean[row]) * (x - mean[row]); };
  const double deviation = std::sqrt(sum_of(columns, dims, d, square).mean());
  return is_noise(deviation, set.mean) ? set.deviation : deviation;
}

bool is_constant(const Columns& row, double mean) {
  return is_noise(std::sqrt((row.array() - mean).square().mean()), mean);
}

// What is taken from series i in one dimension, and what it is divided by, under a scale that follows its own input, as
// the network is given it: gaps are filled.
Moments moments_of_input(const ForecastSet& set, Index i, Index d, const Scaling& scaling) {
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
  if (kind == Scale::none) return scaling;
  const Index dims = train.dims, input_dims = train.input_dims();
  const bool of_set = kind == Scale::set || kind == Scale::last;
  const Vector<double> target_mean = mean_target(train), input_mean = train.input.rowwise().mean();
  scaling.input_centre.resize(train.input.rows());
  scaling.input_factor.resize(train.input.rows());
  scaling.target_centre.resize(dims);
  scaling.target_deviation.resize(dims);
  scaling.squared_unit = 0;
  for (Index d = 0; d < input_dims; ++d) {
    const Moments set = moments_of_set(train, d);
    if (d < dims) {
      const double left_of_target = deviation_around(train.target, dims, d, target_mean, set);
      scaling.squared_unit += left_of_target * left_of_target / static_cast<double>(dims);
      scaling.target_centre[d] = set.mean;
      scaling.target_deviation[d] = of_set ? set.deviation : left_of_target;
    }
    const double input_deviation =
        of_set ? set.deviation : deviation_around(train.input, input_dims, d, input_mean, set);
    for (Index row = d; row < train.input.rows(); row += input_dims) {
      const bool is_fixed = kind == Scale::step && is_constant(train.input.row(row), input_mean[row]);
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
        const Moments own = moments_of_input(set, i, d, scaling);
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
      const Moments of = follows_input(scaling.kind) ? moments_of_input(set, i, d, scaling)
                                                     : Moments{scaling.target_centre[d], scaling.target_deviation[d]};
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
