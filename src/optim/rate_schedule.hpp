/// How the learning rate changes during training.
#pragma once

#include <string>

namespace softwarp {

struct RateSchedule {
  enum class Kind {
    constant,
    cosine,  ///< ½ (1 + cos π p): down to zero.   Source: I. Loshchilov, F. Hutter, SGDR, ICLR 2017, without restarts
    step,    ///< a tenth from halfway on, a hundredth from three quarters on
  };
  Kind kind = Kind::constant;
  double warm_up = 0;  ///< epochs over which the rate rises linearly from zero before the schedule begins
};
std::string to_text(RateSchedule::Kind kind);

/// The factor on the learning rate at a point in the training, in [0, 1].
/// Units: both times in epochs, 0 ≤ epoch ≤ epochs; a fraction is a point within an epoch.
double rate_factor(const RateSchedule& schedule, double epoch, double epochs);

}  // namespace softwarp
