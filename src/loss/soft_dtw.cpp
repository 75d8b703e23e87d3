#include "loss/soft_dtw.hpp"

#include <cmath>

#include "alignment/align.hpp"
#include "core/error.hpp"
#include "core/number.hpp"

namespace softwarp {

template <class Real>
SoftDtwLoss<Real>::SoftDtwLoss(double gamma) : gamma_(gamma) {
  if (!(gamma > 0) || !std::isfinite(gamma)) throw Error("softdtw: expected gamma > 0, found " + to_text(gamma));
}

template <class Real>
std::string SoftDtwLoss<Real>::name() const {
  return "softdtw(gamma=" + to_text(gamma_) + ")";
}

template <class Real>
void SoftDtwLoss<Real>::compute(std::span<Pair<Real>> pairs, Index dims) const {
  align(pairs, dims, gamma_);
}

template <class Real>
void DtwLoss<Real>::compute(std::span<Pair<Real>> pairs, Index dims) const {
  align(pairs, dims, 0);
}

template class SoftDtwLoss<float>;
template class SoftDtwLoss<double>;
template class DtwLoss<float>;
template class DtwLoss<double>;

}  // namespace softwarp
