/// Mean and deviation of the values of a batch.
#pragma once

#include "softwarp/alignment/cost.hpp"
#include "softwarp/core/batch.hpp"

namespace softwarp {

/// Of all values of a batch, in each dimension.   Shapes: mean, deviation [D].   Units: of the signal.
struct Moments {
  Vector<double> mean;
  Vector<double> deviation;  ///< divided by the count, not by count − 1
};

/// Shapes: y [D·T×N] without missing values.   Cost: O(values).
template <class Real>
Moments moments_of(const Batch<Real>& y);

/// The deviation over all dimensions together, √ of the mean of their variances: the unit in which averages are searched.
/// 1 where all values are the same.
template <class Real>
double spread_of(const Batch<Real>& y);

/// What a cost makes of a difference s in one dimension, in such a measure that it is s² for the squared costs:
/// u²·δ(s)/δ(u), where u is the unit of the cost, the threshold of huber and 1 for others.   cost: null for s².
template <class Real>
double cost_of(const Cost<Real>* cost, double s);

}  // namespace softwarp
