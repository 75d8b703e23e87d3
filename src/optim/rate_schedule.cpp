#include "softwarp/optim/rate_schedule.hpp"

#include <cmath>
#include <numbers>

namespace softwarp {

std::string to_text(RateSchedule::Kind kind) {
  if (kind == RateSchedule::Kind::constant) return "constant";
  return kind == RateSchedule::Kind::cosine ? "cosine" : "step";
}

double rate_factor(const RateSchedule& schedule, double epoch, double epochs) {
  if (epoch < schedule.warm_up) return epoch / schedule.warm_up;
  if (schedule.kind == RateSchedule::Kind::constant) return 1;
  const double progress = (epoch - schedule.warm_up) / (epochs - schedule.warm_up);
  if (schedule.kind == RateSchedule::Kind::cosine) return (1 + std::cos(std::numbers::pi * progress)) / 2;
  if (progress < 0.5) return 1;
  return progress < 0.75 ? 0.1 : 0.01;
}

}  // namespace softwarp
