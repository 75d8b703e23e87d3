#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp {

template <class Real>
SoftDtwLoss<Real>::SoftDtwLoss(const Alignment<Real>& options) : AlignmentLoss<Real>("softdtw", options, Minimum()) {}

template <class Real>
DtwLoss<Real>::DtwLoss(const Alignment<Real>& options)
    : AlignmentLoss<Real>("dtw", options, Minimum(), GammaRange::zero) {}

template class SoftDtwLoss<float>;
template class SoftDtwLoss<double>;
template class DtwLoss<float>;
template class DtwLoss<double>;

}  // namespace softwarp
