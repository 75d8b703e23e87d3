/// How the learning rate changes in the course of a training.
#pragma once

#include <string>

namespace softwarp {

struct RateSchedule {
  enum class Kind {
    constant,
    cosine,  ///< ½ (1 + cos π p): down to zero.   Source: I. Loshchilov, F. Hutter, SGDR, ICLR 2017, without restarts
    step,    ///< a tenth from half of the way on, a hundredth from three quarters on
  };
  Kind kind = Kind::constant;
  double warm_up = 0;  ///< epochs in which the rate rises in a straight line from zero, before the schedule begins
};
std::string to_text(RateSchedule::Kind kind);

/// The factor of the learning rate at a moment of the training, in [0, 1].
/// Units: both times in epochs, 0 ≤ epoch ≤ epochs; fractions are moments within an epoch.
double rate_factor(const RateSchedule& schedule, double epoch, double epochs);

}  // namespace softwarp
