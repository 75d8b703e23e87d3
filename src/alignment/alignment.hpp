/// How two series are aligned, and what is computed from their alignments.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <variant>

#include "softwarp/alignment/cost.hpp"

namespace softwarp {

constexpr double kDefaultAlpha = 0.5;  ///< shape and time have equal weight

/// Which alignments A of two series are allowed, and how probable each is.   p(A) ∝ e^(−⟨A, Δ⟩/γ),  Δ_ij = δ(x_i, y_j)
/// An aggregate, to be written in the call: align(pairs, dims, {.gamma = 0.1}), SoftDtwLoss<float>({.gamma = 0.1}).
template <class Real>
struct Alignment {
  double gamma = 0;  ///< smoothing, in units of δ: > 0, or 0 for DTW; how small, depends on Δ (align.hpp)
  std::optional<Index> band = {};               ///< radius of the Sakoe-Chiba band (band.hpp), or no band
  std::shared_ptr<const Cost<Real>> cost = {};  ///< δ, or null for ‖x_i − y_j‖²
};

// The quantities that align() computes. E_γ = ∂dtw_γ/∂Δ = Σ_A p(A) A is the expected alignment, and Ω_ij = (i − j)².

/// dtw_γ = min^γ over A of ⟨A, Δ⟩; for γ = 0, DTW.
struct Minimum {};
/// ⟨E_γ, Δ⟩; γ > 0.
struct ExpectedCost {};
/// α dtw_γ + (1 − α) ⟨E_γ, Ω⟩/(n·m); γ > 0.
struct ShapeAndTime {
  double alpha = kDefaultAlpha;  ///< weight of the shape, 0 to 1
};
using Quantity = std::variant<Minimum, ExpectedCost, ShapeAndTime>;

/// Which values of γ a computation accepts.
enum class GammaRange { zero, positive, zero_or_positive };

/// Throws: Error that begins with the caller's name if γ, the band or α is out of range.
template <class Real>
void check_alignment(std::string_view caller, const Alignment<Real>& options, const Quantity& quantity,
                     GammaRange range);

}  // namespace softwarp
