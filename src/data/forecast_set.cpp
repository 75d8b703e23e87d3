#include "softwarp/data/forecast_set.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/data/gaps.hpp"
#include "softwarp/data/value_range.hpp"

namespace softwarp {
namespace {

void check_size(const SeriesSet& set, Index i) {
  const Matrix<double>& values = set.series[static_cast<std::size_t>(i)].values;
  if ((values.array().abs() >= kLargestValue).any())
    throw Error(set.where(i) + ": expected values below 1e150 in size, found larger ones");
}

// The newest steps or, if there are fewer, copies of the first one before them.   Shapes: own [D×T] → [D×steps].
Matrix<double> aligned_to_end(const Matrix<double>& own, Index steps) {
  Matrix<double> aligned(own.rows(), steps);
  const Index kept = std::min(own.cols(), steps);
  aligned.rightCols(kept) = own.rightCols(kept);
  aligned.leftCols(steps - kept).colwise() = own.col(0);
  return aligned;
}

// Lays out the first `own_input` steps of series i as the network's input, with gaps filled.
void lay_out_input(const SeriesSet& set, Index i, Index own_input, const ForecastShape& shape, ForecastSet& result) {
  check_size(set, i);
  Matrix<double> input = set.series[static_cast<std::size_t>(i)].values.leftCols(own_input);
  note_gaps(aligned_to_end(input, shape.input).reshaped(), i, result);
  for (Index d = 0; d < set.dims; ++d) {
    if (!fill_gaps(input.row(d)))
      throw Error(set.where(i) + ": expected a value among the first " + std::to_string(own_input) +
                  " steps, found only NaN");
  }
  result.input.col(i) = aligned_to_end(input, shape.input).reshaped();
}

// A set of the right size whose targets are all missing.
ForecastSet room_for(const SeriesSet& set, const ForecastShape& shape) {
  ForecastSet result;
  result.dims = set.dims;
  result.input.resize(shape.input * set.dims, set.count());
  result.target.setConstant(shape.target * set.dims, set.count(), std::numeric_limits<double>::quiet_NaN());
  return result;
}

}  // namespace

void note_gaps(const ConstVectorRef<double>& input, Index example, ForecastSet& set) {
  if (!input.hasNaN()) return;
  if (set.gaps.size() == 0) set.gaps.setConstant(set.input.rows(), set.input.cols(), false);
  set.gaps.col(example) = input.array().isNaN();
}

ForecastSet select(const ForecastSet& set, const std::vector<Index>& columns) {
  ForecastSet selected{.input = set.input(Eigen::all, columns),
                       .target = set.target(Eigen::all, columns),
                       .dims = set.dims,
                       .covariates = set.covariates};
  if (set.gaps.size() > 0) selected.gaps = set.gaps(Eigen::all, columns);
  return selected;
}

Index cut_point(Index length, double ratio) {
  assert(length >= 2 && ratio > 0 && ratio < 1);
  return std::clamp<Index>(std::llround(ratio * static_cast<double>(length)), 1, length - 1);
}

ForecastShape forecast_shape(const SeriesSet& set, double ratio) {
  ForecastShape shape;
  for (Index i = 0; i < set.count(); ++i) {
    const Index length = set.series[static_cast<std::size_t>(i)].length();
    if (length < 2)
      throw Error(set.where(i) + ": expected at least 2 steps, one to see and one to forecast, found 1" +
                  (set.longest() == 1 ? std::string("; ") + kLongSeriesAdvice : ""));
    const Index input = cut_point(length, ratio);
    shape.input = std::max(shape.input, input);
    shape.target = std::max(shape.target, length - input);
  }
  return shape;
}

ForecastShape forecast_shape(const TrainTest& data, double ratio) {
  if (data.train.dims != data.test.dims) {
    throw Error(data.test.name + ": expected dimension " + std::to_string(data.train.dims) +
                " as in the training set, found " + std::to_string(data.test.dims));
  }
  const ForecastShape train = forecast_shape(data.train, ratio), test = forecast_shape(data.test, ratio);
  return {.input = std::max(train.input, test.input), .target = std::max(train.target, test.target)};
}

ForecastSet cut(const SeriesSet& set, double ratio, const ForecastShape& shape) {
  const Index dims = set.dims;
  ForecastSet result = room_for(set, shape);
  for (Index i = 0; i < set.count(); ++i) {
    check_interrupt();
    const Matrix<double>& values = set.series[static_cast<std::size_t>(i)].values;
    const Index own_input = cut_point(values.cols(), ratio);
    const Index own_target = values.cols() - own_input;
    lay_out_input(set, i, own_input, shape, result);

    Eigen::Map<Matrix<double>> network_target(result.target.col(i).data(), dims, shape.target);
    const Index target_steps = std::min(own_target, shape.target);
    network_target.leftCols(target_steps) = values.middleCols(own_input, target_steps);
    const bool any_whole_step = (network_target.array().isNaN().colwise().count() == 0).any();
    if (!any_whole_step)
      throw Error(set.where(i) + ": expected a step without NaN among the last " + std::to_string(own_target) +
                  ", found none");
  }
  return result;
}

ForecastSet without_targets(const SeriesSet& set, const ForecastShape& shape) {
  ForecastSet result = room_for(set, shape);
  for (Index i = 0; i < set.count(); ++i)
    lay_out_input(set, i, set.series[static_cast<std::size_t>(i)].length(), shape, result);
  return result;
}

Vector<double> mean_target(const ForecastSet& set) {
  Vector<double> mean(set.target.rows());
  for (Index k = 0; k < mean.size(); ++k) {
    const auto present = !set.target.row(k).array().isNaN();
    const auto number = static_cast<double>(present.count());
    mean[k] = present.select(set.target.row(k).array(), 0.0).sum() / number;  // NaN where no series has the step
  }
  for (Index k = set.dims; k < mean.size(); ++k) {
    if (std::isnan(mean[k])) mean[k] = mean[k - set.dims];
  }
  for (Index k = mean.size() - set.dims; k-- > 0;) {
    if (std::isnan(mean[k])) mean[k] = mean[k + set.dims];
  }
  return mean;
}

}  // namespace softwarp
