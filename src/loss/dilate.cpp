#include "softwarp/loss/dilate.hpp"

namespace softwarp {

template <class Real>
DilateLoss<Real>::DilateLoss(const Alignment<Real>& options, double alpha)
    : AlignmentLoss<Real>("dilate", options, ShapeAndTime{.alpha = alpha}) {}

template class DilateLoss<float>;
template class DilateLoss<double>;

}  // namespace softwarp
