#include "softwarp/optim/sgd.hpp"

namespace softwarp {

template <class Real>
void Sgd<Real>::move(Vector<Real>& theta, const Vector<Real>& g, double rate, OptimizerState<Real>& state) const {
  if (state.moments.empty()) state.moments.assign(1, Vector<Real>::Zero(theta.size()));
  Vector<Real>& velocity = state.moments[0];
  velocity = momentum_ * velocity + g;
  theta -= static_cast<Real>(rate) * velocity;
}

template class Sgd<float>;
template class Sgd<double>;

}  // namespace softwarp
