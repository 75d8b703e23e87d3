#include "mean_dtw.hpp"

#include "softwarp/averaging/one_to_all.hpp"
#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp {

double mean_dtw(const Vector<double>& x, const Batch<double>& series) {
  return one_to_all<double>(DtwLoss<double>(), x, series).mean();
}

}  // namespace softwarp
