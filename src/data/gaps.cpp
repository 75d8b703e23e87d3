#include "softwarp/data/gaps.hpp"

#include <cmath>

namespace softwarp {

bool fill_gaps(Eigen::Ref<Eigen::RowVectorXd, 0, Eigen::InnerStride<>> values) {
  const Index count = values.size();
  Index known = -1;  // last step with a value
  for (Index t = 0; t < count; ++t) {
    if (std::isnan(values[t])) continue;
    for (Index gap = known + 1; gap < t; ++gap) {
      const double share = known < 0 ? 1 : static_cast<double>(gap - known) / static_cast<double>(t - known);
      values[gap] = known < 0 ? values[t] : values[known] + share * (values[t] - values[known]);
    }
    known = t;
  }
  if (known < 0) return false;
  values.tail(count - 1 - known).setConstant(values[known]);
  return true;
}

}  // namespace softwarp
