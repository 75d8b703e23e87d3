#include "softwarp/loss/alignment_loss.hpp"

#include "softwarp/loss/loss_spec.hpp"

namespace softwarp {

template <class Real>
AlignmentLoss<Real>::AlignmentLoss(const std::string& name, const Alignment<Real>& how, const Quantity& quantity,
                                   GammaRange range)
    : how_(how), quantity_(quantity) {
  check_alignment(name, how, quantity, range);
  LossSpec spec{.name = name, .band = how.band};
  if (how.gamma > 0) spec.gamma = how.gamma;
  if (const auto* time = std::get_if<ShapeAndTime>(&quantity)) spec.alpha = time->alpha;
  if (how.cost != nullptr) spec.cost = how.cost->name();
  name_ = to_text(spec);
}

template <class Real>
void AlignmentLoss<Real>::compute(std::span<Pair<Real>> pairs, Index dims) const {
  align(pairs, dims, how_, quantity_);
}

template class AlignmentLoss<float>;
template class AlignmentLoss<double>;

}  // namespace softwarp
