#include "softwarp/optim/adam.hpp"

#include <cmath>

namespace softwarp {

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
  mean = beta1 * mean + (1 - beta1) * g;
  variance = beta2 * variance + (1 - beta2) * g.cwiseAbs2();
  theta.array() -= corrected * mean.array() / (variance.array().sqrt() * root + epsilon);
}

template class Adam<float>;
template class Adam<double>;

}  // namespace softwarp
