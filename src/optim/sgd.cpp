#include "optim/sgd.hpp"

namespace softwarp {

template <class Real>
void Sgd<Real>::step(Vector<Real>& theta, const Vector<Real>& g) {
  if (velocity_.size() == 0) velocity_.setZero(theta.size());
  velocity_ = momentum_ * velocity_ + g;
  theta -= learning_rate_ * velocity_;
}

template class Sgd<float>;
template class Sgd<double>;

}  // namespace softwarp
