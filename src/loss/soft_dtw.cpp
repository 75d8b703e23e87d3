#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp {

template <class Real>
SoftDtwLoss<Real>::SoftDtwLoss(const Alignment<Real>& how) : AlignmentLoss<Real>("softdtw", how, Minimum()) {}

template <class Real>
DtwLoss<Real>::DtwLoss(const Alignment<Real>& how) : AlignmentLoss<Real>("dtw", how, Minimum(), GammaRange::zero) {}

template class SoftDtwLoss<float>;
template class SoftDtwLoss<double>;
template class DtwLoss<float>;
template class DtwLoss<double>;

}  // namespace softwarp
