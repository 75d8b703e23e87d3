#include "softwarp/averaging/weights.hpp"

namespace softwarp {

Vector<double> equal_weights(Index count) { return Vector<double>::Constant(count, 1 / static_cast<double>(count)); }

template <class Real>
Vector<double> per_step(const Vector<double>& weights, const Batch<Real>& y) {
  Vector<double> divided = weights;
  for (Index i = 0; i < y.count(); ++i) divided[i] /= static_cast<double>(y.length(i));
  return divided;
}

template Vector<double> per_step(const Vector<double>&, const Batch<float>&);
template Vector<double> per_step(const Vector<double>&, const Batch<double>&);

}  // namespace softwarp
