#include "softwarp/loss/dilate.hpp"

namespace softwarp {

template <class Real>
DilateLoss<Real>::DilateLoss(double gamma, double alpha, const AlignmentOptions<Real>& options)
    : AlignmentLoss<Real>("dilate", {gamma, {}, Quantity::shape_and_time, alpha}, options) {}

template class DilateLoss<float>;
template class DilateLoss<double>;

}  // namespace softwarp
