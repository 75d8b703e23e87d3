#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp {

template <class Real>
SoftDtwLoss<Real>::SoftDtwLoss(double gamma, const AlignmentOptions<Real>& options)
    : AlignmentLoss<Real>("softdtw", Alignment(gamma), options) {}

template <class Real>
DtwLoss<Real>::DtwLoss(const AlignmentOptions<Real>& options) : AlignmentLoss<Real>("dtw", Alignment(0), options) {}

template class SoftDtwLoss<float>;
template class SoftDtwLoss<double>;
template class DtwLoss<float>;
template class DtwLoss<double>;

}  // namespace softwarp
