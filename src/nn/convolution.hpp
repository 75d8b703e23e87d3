/// Dilated causal convolution with a residual path.
#pragma once

#include <array>

#include "softwarp/nn/layer.hpp"

namespace softwarp {

/// y_t = S x_t + relu(a_t),   a_t = b + Σ_k W_k x_{t−l_k},   l_k = (K − 1 − k)·dilation,   with x = 0 before the series
///
/// The K taps look back 0, 1, 2, … dilations, the last tap at the step itself, and no y_t sees a later step. S, the
/// residual path, is the identity if D = C, otherwise a learnt matrix.   θ = (W, b) or (W, b, S)
///
/// Backward: with δ_t = ∂L/∂a_t = dy_t ∘ [a_t > 0],
///   dW_k = Σ_t δ_t x_{t−l_k}ᵀ,   db = Σ_t δ_t,   dS = Σ_t dy_t x_tᵀ,   dx_t = Sᵀ dy_t + Σ_k W_kᵀ δ_{t+l_k}:
/// what tap k took from l_k steps before, it gives back there. docs/convolution.md derives this, with numbers.
///
/// Shapes: W [C×D×K], b [C], S [C×D], output T steps of C channels.   Cost: O(T·C·D·K·B).
/// Source: A. van den Oord et al., WaveNet, 2016 (dilations). S. Bai, J. Z. Kolter, V. Koltun, An Empirical Evaluation
///   of Generic Convolutional and Recurrent Networks for Sequence Modeling, 2018 (the residual path).
template <class Real>
class Convolution final : public Layer<Real> {
 public:
  static constexpr std::string_view kType = "convolution";
  static constexpr std::array<std::string_view, 3> kSizes{"channels", "dilation", "kernel"};

  /// Throws: Error if the first tap looks back beyond the whole series: it would see nothing but zeros.
  Convolution(SeriesShape input, Index channels, Index dilation, Index kernel);

  /// W normal with variance ½/(K·D), S with 1/D, b zero. He's variance, 2/(K·D), keeps the mean square of x along the
  /// relu alone; together with the residual path, four layers of it made the outputs 33 times the input. Half the
  /// deviation, as if branches were scaled by 1/√depth in a network of four layers, leaves 4 times.
  /// Source: K. He, X. Zhang, S. Ren, J. Sun, Delving Deep into Rectifiers, 2015, §2.2. S. De, S. Smith, Batch
  ///   Normalization Biases Residual Blocks Towards the Identity Function in Deep Networks, 2020 (1/√depth).
  void initialize(VectorRef<Real> theta, Random& random) const override;

  /// a of the batch, which backward() turns into δ, and room for the transposed taps.
  Index cache_size(Index batch) const override;

  void forward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, MatrixRef<Real> y,
               VectorRef<Real> cache) const override;
  void backward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y,
                VectorRef<Real> cache, const ConstMatrixRef<Real>& dy, VectorRef<Real> dtheta,
                MatrixRef<Real>* dx) const override;
  std::vector<Operator> operators() const override;

 private:
  Index steps() const { return this->input().steps; }
  Index dims() const { return this->input().dims; }
  Index channels() const { return this->output().dims; }
  bool has_shortcut() const { return dims() != channels(); }  // S is part of θ
  Index lag(Index k) const { return (kernel_ - 1 - k) * dilation_; }

  Index dilation_, kernel_;
};

}  // namespace softwarp
