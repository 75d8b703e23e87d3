#include "softwarp/training/prepared_set.hpp"

#include <utility>

#include "softwarp/core/error.hpp"

namespace softwarp {

template <class Real>
PreparedSet<Real>::PreparedSet(const SeriesSet& set, ForecastSet raw, bool z_normalise)
    : raw_(std::move(raw)), z_normalise_(z_normalise) {
  const ForecastSet& seen = z_normalise_ ? z_normalised(raw_) : raw_;
  examples_ = {
      .input = seen.input.template cast<Real>(), .target = seen.target.template cast<Real>(), .dims = raw_.dims};
  for (Index i = 0; i < raw_.count(); ++i) {
    if (examples_.input.col(i).allFinite() && !examples_.target.col(i).array().isInf().any()) continue;
    throw Error(set.where(i) + ": expected values that a " + (sizeof(Real) == sizeof(float) ? "float" : "double") +
                " can hold, found larger ones; double precision may hold them");
  }
}

template <class Real>
Matrix<double> PreparedSet<Real>::forecast(const Network<Real>& network, const Vector<Real>& theta) const {
  Workspace<Real> workspace;
  return in_units_of_data(network.forward(theta, examples_.input, workspace));
}

template <class Real>
Distances PreparedSet<Real>::distances(const Network<Real>& network, const Vector<Real>& theta) const {
  return softwarp::distances(forecast(network, theta), raw_);
}

template <class Real>
Distances PreparedSet<Real>::distances(const Matrix<Real>& output) const {
  return softwarp::distances(in_units_of_data(output), raw_);
}

template <class Real>
Matrix<double> PreparedSet<Real>::in_units_of_data(const Matrix<Real>& output) const {
  Matrix<double> forecast = output.template cast<double>();
  if (z_normalise_) undo_z_normalisation(raw_, forecast);
  return forecast;
}

template class PreparedSet<float>;
template class PreparedSet<double>;

}  // namespace softwarp
