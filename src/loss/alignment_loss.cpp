#include "softwarp/loss/alignment_loss.hpp"

#include "softwarp/loss/loss_spec.hpp"

namespace softwarp {

template <class Real>
AlignmentLoss<Real>::AlignmentLoss(const std::string& name, const Alignment<Real>& options, const Quantity& quantity,
                                   GammaRange range)
    : options_(options), quantity_(quantity) {
  check_alignment(name, options, quantity, range);
  LossSpec spec{.name = name, .band = options.band};
  if (options.gamma > 0) spec.gamma = options.gamma;
  if (const auto* time = std::get_if<ShapeAndTime>(&quantity)) spec.alpha = time->alpha;
  if (options.cost != nullptr) spec.cost = options.cost->name();
  name_ = to_text(spec);
}

template <class Real>
void AlignmentLoss<Real>::compute(std::span<Pair<Real>> pairs, Index dims) const {
  align(pairs, dims, options_, quantity_);
}

template class AlignmentLoss<float>;
template class AlignmentLoss<double>;

}  // namespace softwarp
