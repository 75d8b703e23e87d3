/// Small sets of series for tests.
#pragma once

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "softwarp/core/random.hpp"
#include "softwarp/data/forecast_set.hpp"
#include "support/catch.hpp"

namespace softwarp::test {

/// A set of univariate series with these values.
inline SeriesSet set_of(const std::vector<std::vector<double>>& all, const std::string& name = "Own") {
  SeriesSet set;
  set.name = name;
  for (const auto& values : all) {
    Series& series = set.series.emplace_back();
    series.values = Eigen::Map<const Eigen::RowVectorXd>(values.data(), static_cast<Index>(values.size()));
  }
  return set;
}

/// The set cut in the shape that it has by itself.
inline ForecastSet cut_alone(const SeriesSet& set, double ratio) {
  return cut(set, ratio, forecast_shape({set, set}, ratio));
}

/// One column, with NaN equal to NaN.
inline void check_column(const Matrix<double>& matrix, Index column, const std::vector<double>& expected) {
  REQUIRE(matrix.rows() == static_cast<Index>(expected.size()));
  for (Index k = 0; k < matrix.rows(); ++k) {
    CAPTURE(column, k, matrix(k, column), expected[static_cast<std::size_t>(k)]);
    const double wanted = expected[static_cast<std::size_t>(k)];
    CHECK((std::isnan(wanted) ? std::isnan(matrix(k, column)) : matrix(k, column) == Approx(wanted).margin(1e-12)));
  }
}

/// Random walks of D dimensions with drift.
inline SeriesSet walks(Index count, Index steps, Index dims, std::uint64_t seed) {
  Random random(seed);
  SeriesSet set;
  set.dims = dims;
  for (Index i = 0; i < count; ++i) {
    Matrix<double>& values = set.series.emplace_back().values;
    values.resize(dims, steps);
    for (Index t = 0; t < steps; ++t) {
      for (Index d = 0; d < dims; ++d) values(d, t) = (t > 0 ? values(d, t - 1) : 0) + random.normal() + 0.1;
    }
  }
  return set;
}

/// Every value of a set replaced.
inline SeriesSet mapped(SeriesSet set, const std::function<double(double)>& map) {
  for (Series& series : set.series) series.values = series.values.unaryExpr(map);
  return set;
}

}  // namespace softwarp::test
