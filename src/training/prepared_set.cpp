#include "softwarp/training/prepared_set.hpp"

#include <utility>

#include "softwarp/core/error.hpp"

namespace softwarp {

template <class Real>
PreparedSet<Real>::PreparedSet(const SeriesSet& set, ForecastSet raw, const Preparation& preparation,
                               const ForecastSet& seen, const Matrix<double>& base_forecasts)
    : raw_(std::move(raw)),
      scaling_(preparation.scaling),
      unit_(preparation.unit()),
      examples_{.input = seen.input.template cast<Real>(),
                .target = (seen.target / unit_).template cast<Real>(),
                .base = base_forecasts.template cast<Real>(),
                .dims = raw_.dims} {
  for (Index i = 0; i < raw_.count(); ++i) {
    if (examples_.input.col(i).allFinite() && !examples_.target.col(i).array().isInf().any()) continue;
    throw Error(set.where(i) + ": expected values that a " + (sizeof(Real) == sizeof(float) ? "float" : "double") +
                " can hold, found larger ones; double precision may hold them");
  }
}

template <class Real>
PreparedSet<Real>::PreparedSet(const SeriesSet& set, ForecastSet raw, const Preparation& preparation,
                               const Matrix<double>& base_forecasts)
    : PreparedSet(set, raw, preparation, scaled(raw, preparation.scaling), base_forecasts) {}

template <class Real>
PreparedSet<Real>::PreparedSet(const SeriesSet& set, ForecastSet raw, const Preparation& preparation)
    : PreparedSet(set, raw, preparation, preparation.base_forecasts(scaled(raw, preparation.scaling).input)) {}

template <class Real>
Matrix<double> PreparedSet<Real>::forecast(const Network<Real>& network, const Vector<Real>& theta) const {
  Workspace<Real> workspace;
  Matrix<Real> corrected;
  return in_units_of_data(forecast_examples(network, theta, examples_, workspace, corrected));
}

template <class Real>
Distances PreparedSet<Real>::distances(const Network<Real>& network, const Vector<Real>& theta) const {
  return softwarp::distances(forecast(network, theta), raw_);
}

template <class Real>
Distances PreparedSet<Real>::distances(const Matrix<Real>& forecast) const {
  return softwarp::distances(in_units_of_data(forecast), raw_);
}

template <class Real>
Matrix<double> PreparedSet<Real>::in_units_of_data(const Matrix<Real>& forecast) const {
  Matrix<double> in_units = forecast.template cast<double>() * unit_;
  undo_scaling(raw_, scaling_, in_units);
  return in_units;
}

template class PreparedSet<float>;
template class PreparedSet<double>;

}  // namespace softwarp
