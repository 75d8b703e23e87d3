/// Recurrent layer that writes a forecast.
#pragma once

#include <array>

#include "softwarp/nn/layer.hpp"

namespace softwarp {

/// A GRU that forecasts step by step and reads its own forecasts: it begins with the last step of its input, the last
/// state of an encoder, as h_0, and with what it would forecast there as the value before the first.
///   ŷ_t = V h_t + v,   h_t = cell(ŷ_(t−1), h_(t−1)),   t = 1 … O;   y = (ŷ_1, …, ŷ_O)
///
/// Taught, it reads the truth in place of ŷ_(t−1) where there is one ("teacher forcing").
///
/// Backward: ŷ_t counts in the loss and as the input of step t + 1, unless the truth took its place there:
///   dŷ_t = dy_t + du_(t+1),   dV += dŷ_t h_tᵀ,   dv += dŷ_t 1
///   dh_t = Vᵀ dŷ_t + what step t + 1 passes back (GruCell)
/// θ = (GruCell's, V, v).   Shapes: V [D×U], v [D], O steps of D values from T steps of U, of which the last counts.
/// Cost: O(U·(U + D)·O·B).   Source: I. Sutskever, O. Vinyals, Q. Le, Sequence to Sequence Learning with Neural
/// Networks, 2014; R. Williams, D. Zipser, A Learning Algorithm for Continually Running Fully Recurrent Neural
/// Networks, 1989 (teacher forcing).
template <class Real>
class GruDecoder final : public Layer<Real> {
 public:
  static constexpr std::string_view kType = "gru_decoder";
  static constexpr std::array<std::string_view, 2> kSizes{"dims", "steps"};

  GruDecoder(SeriesShape input, Index dims, Index steps);

  /// The cell as GruCell's; V normal with variance 2/(U + D), v zero.
  void initialize(VectorRef<Real> theta, Random& random) const override;

  /// Those of the readout.
  Index linear_parameters() const override { return this->output().dims * (this->input().dims + 1); }

  Index cache_size(Index batch) const override;
  void forward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, MatrixRef<Real> y,
               VectorRef<Real> cache) const override;
  void forward_taught(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x,
                      const ConstMatrixRef<Real>& truth, MatrixRef<Real> y, VectorRef<Real> cache) const override;
  void backward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y,
                VectorRef<Real> cache, const ConstMatrixRef<Real>& dy, VectorRef<Real> dtheta,
                MatrixRef<Real>* dx) const override;
  std::vector<Operator> operators() const override;

 private:
  struct Views;
  Views views(const ConstVectorRef<Real>& theta, VectorRef<Real> cache, Index batch) const;
  void run(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>* truth,
           MatrixRef<Real> y, VectorRef<Real> cache) const;
};

}  // namespace softwarp
