/// The time of long series in parts: what is learnt from, what is held out of that, and what is tested on, in this order.
#pragma once

#include <optional>
#include <string>

#include "softwarp/data/windows.hpp"

namespace softwarp {

/// Each a share of the steps (below 1) or a number of them.
struct PartSizes {
  std::optional<double> train = {};  ///< unset: all before the other parts; set: the parts begin with the first step
  double validation = 0;             ///< 0: none; of shares, one of the steps before the test part
  double test = 0.2;
};

struct TimeParts {
  TimeRange train;       ///< with the validation part at its end
  Index validation = 0;  ///< steps of that part
  TimeRange test;
  Index left_out = 0;  ///< steps after the test part

  Index learnt_until() const { return train.end - validation; }
};

/// Lays out the parts over the steps of the series.   where: names these in messages.
/// Throws: Error where a part would be empty or there are too few steps.
TimeParts split_time(const TimeRange& span, const PartSizes& sizes, const std::string& where);

}  // namespace softwarp
