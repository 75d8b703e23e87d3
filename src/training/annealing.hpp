/// A loss whose γ falls from epoch to epoch: smooth at first, sharp at the end.
#pragma once

#include <memory>

#include "softwarp/loss/registry.hpp"
#include "softwarp/training/trainer.hpp"

namespace softwarp {

/// The γ of an epoch, geometric from the first epoch to the last.   γ_e = first·(last/first)^((e − 1)/(epochs − 1))
/// A single epoch has the last γ.
double annealed_gamma(double first, double last, Index epoch, Index epochs);

/// The loss schedule of an annealed training, to be given to train().   Throws: as make_loss().
template <class Real>
class Annealing {
 public:
  /// spec: the loss of the last epoch.
  Annealing(LossSpec spec, double first_gamma, Index epochs);

  /// The loss of an epoch, counted from 1; valid until the next call.
  const Loss<Real>& operator()(Index epoch);

 private:
  LossSpec spec_;
  double first_gamma_, last_gamma_;
  Index epochs_;
  std::unique_ptr<Loss<Real>> loss_;
};

}  // namespace softwarp
