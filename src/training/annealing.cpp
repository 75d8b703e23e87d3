#include "softwarp/training/annealing.hpp"

#include <cmath>
#include <utility>

namespace softwarp {

double annealed_gamma(double first, double last, Index epoch, Index epochs) {
  if (epoch >= epochs) return last;
  return first * std::pow(last / first, static_cast<double>(epoch - 1) / static_cast<double>(epochs - 1));
}

template <class Real>
Annealing<Real>::Annealing(LossSpec spec, double first_gamma, Index epochs)
    : spec_(std::move(spec)), first_gamma_(first_gamma), last_gamma_(spec_.gamma.value()), epochs_(epochs) {}

template <class Real>
const Loss<Real>& Annealing<Real>::operator()(Index epoch) {
  spec_.gamma = annealed_gamma(first_gamma_, last_gamma_, epoch, epochs_);
  loss_ = make_loss<Real>(spec_);
  return *loss_;
}

template class Annealing<float>;
template class Annealing<double>;

}  // namespace softwarp
