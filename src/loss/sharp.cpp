#include "softwarp/loss/sharp.hpp"

namespace softwarp {

template <class Real>
SharpLoss<Real>::SharpLoss(double gamma, const AlignmentOptions<Real>& options)
    : AlignmentLoss<Real>("sharp", {gamma, {}, Quantity::expected_cost}, options) {}

template class SharpLoss<float>;
template class SharpLoss<double>;

}  // namespace softwarp
