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

Matrix<bool> long_gaps(const Matrix<bool>& gaps) {
  Matrix<bool> found = Matrix<bool>::Constant(gaps.rows(), gaps.cols(), false);
  for (Index d = 0; d < gaps.rows(); ++d) {
    Index begin = 0;  // of the gap that a step lies in
    for (Index t = 0; t < gaps.cols(); ++t) {
      if (!gaps(d, t)) begin = t + 1;
      const Index length = t + 1 - begin;
      if (length == kLongestFilled + 1) found.row(d).segment(begin, length).setConstant(true);
      if (length > kLongestFilled) found(d, t) = true;
    }
  }
  return found;
}

}  // namespace softwarp
