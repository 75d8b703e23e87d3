#include "optim/adam.hpp"

#include <cmath>

namespace softwarp {

template <class Real>
void Adam<Real>::step(Vector<Real>& theta, const Vector<Real>& g) {
  constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEpsilon = 1e-8;
  if (steps_ == 0) {
    mean_.setZero(theta.size());
    variance_.setZero(theta.size());
  }
  ++steps_;
  const auto t = static_cast<double>(steps_);
  // The two corrections for the start from zero, taken out of the loop over θ: η m̂/(√v̂ + ε) = rate · m/(√v · root + ε)
  const auto rate = static_cast<Real>(learning_rate_ / (1 - std::pow(kBeta1, t)));
  const auto root = static_cast<Real>(1 / std::sqrt(1 - std::pow(kBeta2, t)));
  const auto beta1 = static_cast<Real>(kBeta1), beta2 = static_cast<Real>(kBeta2),
             epsilon = static_cast<Real>(kEpsilon);
  mean_ = beta1 * mean_ + (1 - beta1) * g;
  variance_ = beta2 * variance_ + (1 - beta2) * g.cwiseAbs2();
  theta.array() -= rate * mean_.array() / (variance_.array().sqrt() * root + epsilon);
}

template class Adam<float>;
template class Adam<double>;

}  // namespace softwarp
