#include "alignment/align.hpp"

#include <cmath>

#include "alignment/reference.hpp"
#include "core/error.hpp"
#include "core/number.hpp"
#include "core/parallel.hpp"

namespace softwarp {

template <class Real>
void align(std::span<Pair<Real>> pairs, Index dims, double gamma) {
  if (!(gamma >= 0) || !std::isfinite(gamma)) throw Error("alignment: expected gamma >= 0, found " + to_text(gamma));
  using Series = Eigen::Map<const Matrix<Real>>;
  parallel_for(static_cast<Index>(pairs.size()), [&](Index b) {
    Pair<Real>& pair = pairs[static_cast<std::size_t>(b)];
    const Matrix<double> x = Series(pair.x, dims, pair.n).template cast<double>();
    const Matrix<double> y = Series(pair.y, dims, pair.m).template cast<double>();
    const Matrix<double> cost = reference::squared_euclidean(x, y);
    Matrix<double> E;
    Matrix<double>* wanted = pair.dx == nullptr ? nullptr : &E;
    pair.value = gamma > 0 ? reference::soft_dtw(cost, gamma, wanted) : reference::dtw(cost, wanted);
    if (wanted != nullptr) {
      Eigen::Map<Matrix<Real>>(pair.dx, dims, pair.n) =
          reference::squared_euclidean_jacobian_product(x, y, E).template cast<Real>();
    }
  });
}

template void align<float>(std::span<Pair<float>>, Index, double);
template void align<double>(std::span<Pair<double>>, Index, double);

}  // namespace softwarp
