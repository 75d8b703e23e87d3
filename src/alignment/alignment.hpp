/// How to align two series, and what to read off their alignments.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <variant>

#include "softwarp/alignment/cost.hpp"

namespace softwarp {

constexpr double kLeastGamma = 1e-6;   ///< the least γ that is not 0: below it, Δ/γ leaves no digits
constexpr double kDefaultAlpha = 0.5;  ///< shape and time count equally

/// Which alignments A two series have, and how probable each is.   p(A) ∝ e^(−⟨A, Δ⟩/γ),  Δ_ij = δ(x_i, y_j)
/// An aggregate: align(pairs, dims, {.gamma = 0.1}), SoftDtwLoss<float>({.gamma = 0.1, .band = 6}).
template <class Real>
struct Alignment {
  double gamma = 0;                             ///< smoothing, in units of δ: at least kLeastGamma, or 0 for DTW
  std::optional<Index> band = {};               ///< radius of the Sakoe-Chiba band (band.hpp), or no band
  std::shared_ptr<const Cost<Real>> cost = {};  ///< δ, or null for ‖x_i − y_j‖²
};

// What is read off the alignments. With E_γ = ∂dtw_γ/∂Δ = Σ_A p(A) A, the expected alignment, and Ω_ij = (i − j)²:

/// dtw_γ = min^γ over A of ⟨A, Δ⟩; for γ = 0, DTW.
struct Minimum {};
/// ⟨E_γ, Δ⟩; γ > 0.
struct ExpectedCost {};
/// α dtw_γ + (1 − α) ⟨E_γ, Ω⟩/(n·m); γ > 0.
struct ShapeAndTime {
  double alpha = kDefaultAlpha;  ///< share of the shape, 0 to 1
};
using Quantity = std::variant<Minimum, ExpectedCost, ShapeAndTime>;

/// The γ that something can use.
enum class GammaRange { zero, positive, zero_or_positive };

/// Throws: Error, in the name of `who`, if γ, the band or α is out of range.
template <class Real>
void check_alignment(std::string_view who, const Alignment<Real>& how, const Quantity& quantity, GammaRange range);

}  // namespace softwarp
