#include "softwarp/loss/sharp.hpp"

namespace softwarp {

template <class Real>
SharpLoss<Real>::SharpLoss(const Alignment<Real>& options) : AlignmentLoss<Real>("sharp", options, ExpectedCost()) {}

template class SharpLoss<float>;
template class SharpLoss<double>;

}  // namespace softwarp
