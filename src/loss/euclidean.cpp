#include "softwarp/loss/euclidean.hpp"

#include "softwarp/core/error.hpp"

namespace softwarp {

template <class Real>
void EuclideanLoss<Real>::compute(std::span<Pair<Real>> pairs, Index dims) const {
  using Values = Eigen::Map<const Vector<Real>>;
  for (std::size_t b = 0; b < pairs.size(); ++b) {
    Pair<Real>& pair = pairs[b];
    if (pair.n != pair.m)
      throw Error("euclidean: " + name_of(pair, static_cast<Index>(b)) + ": expected series of equal length, found " +
                  std::to_string(pair.n) + " and " + std::to_string(pair.m));
    const Values x(pair.x, pair.n * dims);
    const Values y(pair.y, pair.m * dims);
    pair.value = static_cast<double>((x - y).squaredNorm());
    if (pair.dx != nullptr) Eigen::Map<Vector<Real>>(pair.dx, x.size()) = 2 * (x - y);
    if (pair.dy != nullptr) Eigen::Map<Vector<Real>>(pair.dy, y.size()) = 2 * (y - x);
  }
}

template class EuclideanLoss<float>;
template class EuclideanLoss<double>;

}  // namespace softwarp
