/// A data set as a network sees it.
#pragma once

#include "softwarp/model/preparation.hpp"
#include "softwarp/training/evaluation.hpp"
#include "softwarp/training/trainer.hpp"

namespace softwarp {

/// A set ready for a network, and what a network forecasts for it, in the units of the data.
template <class Real>
class PreparedSet {
 public:
  /// `raw` is cut from `set`.   Throws: Error naming a series with a value that a Real cannot hold.
  PreparedSet(const SeriesSet& set, ForecastSet raw, const Preparation& preparation);

  /// With other base forecasts than the preparation's, for a training set.   Shapes: as base_forecasts() has them.
  PreparedSet(const SeriesSet& set, ForecastSet raw, const Preparation& preparation,
              const Matrix<double>& base_forecasts);

  const ForecastSet& raw() const { return raw_; }
  const Examples<Real>& examples() const { return examples_; }

  /// Shapes: theta [S] → [O·D×N].   Units: of the data.
  Matrix<double> forecast(const Network<Real>& network, const Vector<Real>& theta) const;

  /// Errors of these forecasts.   Throws: as softwarp::distances().
  Distances distances(const Network<Real>& network, const Vector<Real>& theta) const;

  /// Errors of forecasts of examples().
  /// Shapes: forecast [O·D×N].   Units: what the network sees.   Throws: as softwarp::distances().
  Distances distances(const Matrix<Real>& forecast) const;

 private:
  PreparedSet(const SeriesSet& set, ForecastSet raw, const Preparation& preparation, const ForecastSet& seen,
              const Matrix<double>& base_forecasts);
  Matrix<double> in_units_of_data(const Matrix<Real>& forecast) const;

  ForecastSet raw_;
  Scaling scaling_;
  double unit_;
  Examples<Real> examples_;
};

}  // namespace softwarp
