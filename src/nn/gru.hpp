/// Recurrent layer that reads a series.
#pragma once

#include <array>

#include "softwarp/nn/layer.hpp"

namespace softwarp {

/// A GRU that reads a series step by step and puts out its state after each.
///   h_t = cell(x_t, h_(t−1)),   h_0 = 0;   y = (h_1, …, h_T)
///
/// The last state is what it made of the whole series. The formulas are in GruCell, and θ is GruCell's.
///
/// A step that has a NaN among its values is missing: the state stays as it is, and nothing is learned there, as if the
/// series did not have the step.
/// Shapes: T steps of U units from T steps of D values.   Cost: O(U·(U + D)·T·B).
template <class Real>
class Gru final : public Layer<Real> {
 public:
  static constexpr std::string_view kType = "gru";
  static constexpr std::array<std::string_view, 1> kSizes{"units"};

  Gru(SeriesShape input, Index units);

  bool takes_missing_steps() const override { return true; }

  /// As GruCell's.
  void initialize(VectorRef<Real> theta, Random& random) const override;

  Index cache_size(Index batch) const override;
  void forward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, MatrixRef<Real> y,
               VectorRef<Real> cache) const override;
  void backward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y,
                VectorRef<Real> cache, const ConstMatrixRef<Real>& dy, VectorRef<Real> dtheta,
                MatrixRef<Real>* dx) const override;
  std::vector<Operator> operators() const override;
};

}  // namespace softwarp
