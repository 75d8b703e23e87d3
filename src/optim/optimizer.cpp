#include "softwarp/optim/optimizer.hpp"

#include <cmath>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/optim/adam.hpp"
#include "softwarp/optim/sgd.hpp"

namespace softwarp {

template <class Real>
void Optimizer<Real>::restore(OptimizerState<Real> state) {
  const std::size_t expected = state.steps > 0 ? moments() : 0, found = state.moments.size();
  if (found != expected)
    throw Error("optimizer: expected " + std::to_string(expected) + " moments after " + std::to_string(state.steps) +
                " steps, found " + std::to_string(found));
  for (std::size_t k = 0; k < found; ++k) {
    if (!is_possible(k, state.moments[k]))
      throw Error("optimizer: moment " + std::to_string(k) + ": expected averages of gradients, found other numbers");
  }
  state_ = std::move(state);
}

template <class Real>
std::unique_ptr<Optimizer<Real>> make_optimizer(const OptimizerOptions& options) {
  if (!(options.learning_rate > 0) || !std::isfinite(options.learning_rate))
    throw Error("learning rate: expected a number > 0, found " + to_text(options.learning_rate));
  if (!(options.momentum >= 0 && options.momentum < 1))
    throw Error("momentum: expected a number from 0 to below 1, found " + to_text(options.momentum));
  if (!(options.weight_decay >= 0) || !std::isfinite(options.weight_decay))
    throw Error("weight decay: expected a number >= 0, found " + to_text(options.weight_decay));
  if (options.kind == OptimizerKind::sgd)
    return std::make_unique<Sgd<Real>>(options.learning_rate, options.momentum, options.weight_decay);
  return std::make_unique<Adam<Real>>(options.learning_rate, options.weight_decay);
}

template class Optimizer<float>;
template class Optimizer<double>;
template std::unique_ptr<Optimizer<float>> make_optimizer<float>(const OptimizerOptions&);
template std::unique_ptr<Optimizer<double>> make_optimizer<double>(const OptimizerOptions&);

}  // namespace softwarp
