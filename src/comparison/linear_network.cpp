#include "softwarp/comparison/linear_network.hpp"

#include "softwarp/data/windows.hpp"

namespace softwarp {
namespace {

// Targets as a network sees them, less the forecasts that it corrects.
Matrix<double> left_of(const ForecastSet& seen, const Preparation& preparation) {
  Matrix<double> target = seen.target / preparation.unit();
  const Matrix<double> base = preparation.base_forecasts(seen.input);
  if (base.size() > 0) target -= base;
  return target;
}

LinearSums sums_of(const ForecastSource& source, const Preparation& preparation) {
  const Index inputs = source.shape().input * (source.dims() + source.covariates());
  LinearSums sums(inputs, source.shape().target * source.dims());
  const auto add = [&](const ForecastSet& set) {
    const ForecastSet seen = scaled(set, preparation.scaling);
    sums.add(seen.input, left_of(seen, preparation));
  };
  // Neighbouring windows share nearly all of their sums, where all that is taken out of them is their own last value.
  const Windows* windows = preparation.scaling.kind == Scale::last && !preparation.kernel ? source.windows() : nullptr;
  if (windows == nullptr) {
    each_block(source, [&](Index, const ForecastSet& set) { add(set); });
    return sums;
  }
  const Windows::Overlap overlap = windows->overlap();
  for (const Windows::Stretch& stretch : overlap.stretches) {
    const Vector<double> values = stretch.values / preparation.scaling.target_deviation[0];
    sums.add_windows(values, values, 0, stretch.count);
  }
  const auto size = static_cast<std::size_t>(source.block_size());
  for (std::size_t first = 0; first < overlap.others.size(); first += size)
    add(source.take(std::span(overlap.others).subspan(first, std::min(size, overlap.others.size() - first))));
  return sums;
}

}  // namespace

LinearFit fit_linear(const ForecastSource& learn, const ForecastSource& validate, const Preparation& preparation) {
  const Intercept intercept = preparation.scaling.kind == Scale::last ? Intercept::none : Intercept::fitted;
  LinearSums sums = sums_of(learn, preparation);
  const LinearSums validation = sums_of(validate, preparation);
  const RidgeChoice choice = choose_ridge(sums, validation, usual_ridges(), intercept);
  sums += validation;
  return {.regression = fit_ridge(sums, choice.ridge, intercept),
          .of_learn = choice.regression,
          .ridge = choice.ridge,
          .left_out = sums.left_out()};
}

template <class Real>
Vector<Real> dense_weights(const LinearRegression& regression) {
  Vector<Real> theta(regression.weights.size() + regression.intercept.size());
  theta << regression.weights.reshaped().template cast<Real>(), regression.intercept.template cast<Real>();
  return theta;
}

Matrix<double> linear_forecast(const LinearRegression& regression, const Preparation& preparation,
                               const ForecastSet& set) {
  const ForecastSet seen = scaled(set, preparation.scaling);
  Matrix<double> forecast = regression.forecast(seen.input);
  const Matrix<double> base = preparation.base_forecasts(seen.input);
  if (base.size() > 0) forecast += base;
  forecast *= preparation.unit();
  undo_scaling(set, preparation.scaling, forecast);
  return forecast;
}

template Vector<float> dense_weights<float>(const LinearRegression&);
template Vector<double> dense_weights<double>(const LinearRegression&);

}  // namespace softwarp
