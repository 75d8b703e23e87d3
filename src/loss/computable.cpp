#include "softwarp/loss/computable.hpp"

#include <limits>

#include "softwarp/core/error.hpp"

namespace softwarp {

template <class Real>
void check_computable(const Loss<double>& loss, const Batch<Real>& series) try {
  Vector<double> largest(series.values.rows()), smallest(series.values.rows());
  for (Index d = 0; d < series.dims; ++d) {
    const Eigen::ArrayXXd values =
        series.values(Eigen::seq(d, Eigen::last, series.dims), Eigen::all).template cast<double>();
    const auto present = !values.isNaN();
    const auto places = Eigen::seq(d, Eigen::last, series.dims);
    largest(places).setConstant(present.select(values, -std::numeric_limits<double>::infinity()).maxCoeff());
    smallest(places).setConstant(present.select(values, std::numeric_limits<double>::infinity()).minCoeff());
  }
  Vector<double> value(1);
  loss.pairs({largest, series.dims}, {smallest, series.dims}, value);
} catch (const Error& error) {
  throw Error("the largest values against the smallest: " + std::string(error.what()));
}

template void check_computable(const Loss<double>&, const Batch<float>&);
template void check_computable(const Loss<double>&, const Batch<double>&);

}  // namespace softwarp
