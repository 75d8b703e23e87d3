#include "softwarp/optim/adam.hpp"

#include <algorithm>
#include <cmath>

namespace softwarp {
namespace {

constexpr Index kBlock = 8192;  // so many numbers of four vectors stay in the cache from one line to the next

// Of the vector's blocks of that size, the one that begins at `start`.
template <class AnyVector>
auto aligned_block(AnyVector& vector, Index start) {
  return Eigen::Map<AnyVector, Eigen::AlignedMax>(vector.data() + start, std::min(kBlock, vector.size() - start));
}

}  // namespace

template <class Real>
void Adam<Real>::move(Vector<Real>& theta, const Vector<Real>& g, double rate, OptimizerState<Real>& state) const {
  constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEpsilon = 1e-8;
  if (state.moments.empty()) state.moments.assign(2, Vector<Real>::Zero(theta.size()));
  Vector<Real>&mean = state.moments[0], &variance = state.moments[1];
  const auto t = static_cast<double>(state.steps);
  // Both bias corrections, hoisted out of the loop over θ: η m̂/(√v̂ + ε) = corrected · m/(√v · root + ε)
  const auto corrected = static_cast<Real>(rate / (1 - std::pow(kBeta1, t)));
  const auto root = static_cast<Real>(1 / std::sqrt(1 - std::pow(kBeta2, t)));
  const auto beta1 = static_cast<Real>(kBeta1), beta2 = static_cast<Real>(kBeta2),
             epsilon = static_cast<Real>(kEpsilon);
  for (Index start = 0; start < theta.size(); start += kBlock) {
    const auto block = [&](auto& vector) { return aligned_block(vector, start); };
    const auto g_k = block(g);
    auto m = block(mean), v = block(variance), theta_k = block(theta);
    m = beta1 * m + (1 - beta1) * g_k;
    v = beta2 * v + (1 - beta2) * g_k.cwiseAbs2();
    theta_k.array() -= corrected * m.array() / (v.array().sqrt() * root + epsilon);
  }
}

template class Adam<float>;
template class Adam<double>;

}  // namespace softwarp
