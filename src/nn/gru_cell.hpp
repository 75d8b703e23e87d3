/// The gated recurrent unit (GRU): what the layers share that take a state from step to step.
#pragma once

#include <vector>

#include "softwarp/nn/layer.hpp"

namespace softwarp {

/// How large a run of the cell is. The letters are U, D, T and B below.
struct GruExtent {
  Index units, dims, steps, batch;
};

/// T steps of a GRU cell over a batch, forward and backward: views of θ and of a cache, for one call of a layer.
///
/// Forward, for t = 1 … T, from the input u = u_t and the state h = h_(t−1), σ and tanh number by number:
///   z = σ(W_z u + R_z h + b_z)              update gate: how much of the state is kept
///   r = σ(W_r u + R_r h + b_r)              reset gate: how much of the state the proposal sees
///   s = R_n h + c                           what it would see
///   n = tanh(W_n u + b_n + r ∘ s)           the proposal
///   h_t = (1 − z) ∘ n + z ∘ h               the next state
///
/// Backward, from dh_t = ∂L/∂h_t to what L owes to each of them. With σ' = σ(1 − σ), tanh' = 1 − tanh², and e = dh_t ∘
/// (1 − z), the derivatives by what is inside σ and tanh are
///   dz = dh_t ∘ (h − n) ∘ z ∘ (1 − z)  =  e ∘ (h − n) ∘ z
///   dn = e ∘ (1 − n²)
///   ds = dn ∘ r
///   dr = dn ∘ s ∘ r ∘ (1 − r)          =  ds ∘ s ∘ (1 − r)
/// from where they reach the input, the state, and, summed over steps and batch, θ:
///   du = W_zᵀ dz + W_rᵀ dr + W_nᵀ dn,   dh = dh_t ∘ z + R_zᵀ dz + R_rᵀ dr + R_nᵀ ds
///   dW_z += dz uᵀ,  dR_z += dz hᵀ,  db_z += dz 1,   …,   dR_n += ds hᵀ,  dc += ds 1
/// A state is used twice, by the step after it and by the layer's output: its gradient is the sum of both. The sums
/// over steps are formed at the end as one product each: a step's columns lie behind those of the step before it.
///
/// θ = (W [3U×D], R [3U×U], b [3U], c [U]), the gates in the order z, r, n, as in ONNX (there z, r, h; with
/// linear_before_reset). PyTorch has r, z, n, and a second bias for z and r that adds nothing.
/// Cost: O(U·(U + D)·T·B).   Source: K. Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, EMNLP
/// 2014, with the reset gate behind the product, as in PyTorch and cuDNN: R h is then one product for all gates.
template <class Real>
class GruCell {
 public:
  /// What it holds of θ.
  static std::vector<Part> parts(Index units, Index dims);

  /// W normal with variance 2/(D + U), each block of R orthogonal, b and c zero.
  ///
  /// An orthogonal R passes a state on, and a gradient back, without stretching it. With b = 0 gates begin about half
  /// open, so that what lies k steps back counts about 2^−k: a memory of a few steps, to be lengthened by training.
  /// Source: X. Glorot, Y. Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks, 2010; A.
  /// Saxe, J. McClelland, S. Ganguli, Exact Solutions to the Nonlinear Dynamics of Learning, 2014.   Cost: O(U³).
  static void initialize(Index units, Index dims, VectorRef<Real> theta, Random& random);

  static Index cache_size(const GruExtent& extent);

  /// Views of θ and of cache_size() numbers, from where they begin.
  GruCell(const GruExtent& extent, const Real* theta, Real* cache);

  using View = Eigen::Map<Matrix<Real>>;
  View input(Index t) { return block(u_, t - 1); }             ///< u_t [D×B], t = 1 … T: to be set before forward(t)
  View state(Index t) { return block(h_, t); }                 ///< h_t [U×B], t = 0 … T: the first one to be set
  View states() { return {h_.data(), h_.rows(), h_.cols()}; }  ///< h_0 … h_T [U×(T+1)·B]

  /// z, r, s one below the other [3U×B] and n [U×B] of step t; after backward(t), dz, dr, ds and dn.
  View gates(Index t) { return block(gates_, t - 1); }
  View proposal(Index t) { return block(n_, t - 1); }

  /// h_t from u_t and h_(t−1).
  void forward(Index t);
  /// Takes step t back for series b of the batch: h_t = h_(t−1), as if z were 1; nothing else had a part in it.
  void skip(Index t, Index b);

  /// What backward(T) begins with: dh_T = 0.
  void begin_backward();
  View dstate() { return {dh_.data(), dh_.rows(), dh_.cols()}; }  ///< dh_t [U×B], to which a layer adds
  /// Takes dh_t, for t = T … 1, back to dh_(t−1).
  void backward(Index t);
  /// du_t [D×B], after backward(t).
  void input_gradient(Index t, MatrixRef<Real> du);
  /// dtheta += what all steps give, after the last of them.
  void add_gradient(VectorRef<Real> dtheta);

 private:
  View block(View& all, Index k) {
    const Index B = dh_.cols();
    return {all.data() + k * B * all.rows(), all.rows(), B};
  }
  View take(Real*& from, Index rows, Index columns);

  Index U_;
  Eigen::Map<const Matrix<Real>> W_, R_;
  Eigen::Map<const Vector<Real>> b_, c_;
  View u_, h_;  // the blocks of all steps, side by side
  View gates_, n_;
  View dh_, e_;   // [U×B]
  View Rt_, Wt_;  // R and W transposed, for backward()
};

}  // namespace softwarp
