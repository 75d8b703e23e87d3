#include "softwarp/loss/sharp.hpp"

namespace softwarp {

template <class Real>
SharpLoss<Real>::SharpLoss(const Alignment<Real>& how) : AlignmentLoss<Real>("sharp", how, ExpectedCost()) {}

template class SharpLoss<float>;
template class SharpLoss<double>;

}  // namespace softwarp
