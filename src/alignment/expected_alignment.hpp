/// What the alignments of two series tell beyond their cost: which step belongs to which, how surely, and how far apart.
///
/// Everything is in double. A soft alignment is the mean of all alignments A, each with probability ∝ e^(−⟨A, Δ⟩/γ).
#pragma once

#include <vector>

#include "softwarp/alignment/align.hpp"
#include "softwarp/alignment/cost.hpp"

namespace softwarp {

/// Two series to be looked at.   Shapes: x [D×n], y [D×m], n, m ≥ 1.
struct TwoSeries {
  ConstMatrixRef<double> x;
  ConstMatrixRef<double> y;
  const Cost<double>* cost = nullptr;  ///< null: the squared Euclidean one
};

/// The expected alignment.   E = Σ_A p(A)·A = ∂dtw_γ/∂Δ: E_ij is the probability that steps i and j are matched.
/// For γ = 0, one best path as a 0-1 matrix (diagonal first among equals, then from x's step before).
/// Shapes: → [n×m].   Throws: Error as align(), or where the dimensions of x and y differ.   Cost: O(n·m).
Matrix<double> expected_alignment(const TwoSeries& series, double gamma, std::optional<Index> band = {});

/// How undecided the alignment is.   H = −Σ_A p(A) ln p(A) = (⟨E, Δ⟩ − dtw_γ)/γ, from 0 to ln A(n, m)
/// The difference cancels where γ is small against the cost; computed in double, it is good to about 10⁻¹⁵·⟨E, Δ⟩/γ. What
/// rounding leaves below 0 is given as 0.
/// Units: nats.   Throws: as expected_alignment(); Error for γ = 0.   Cost: O(n·m).
double alignment_entropy(const TwoSeries& series, double gamma, std::optional<Index> band = {});

/// A match of two steps, 0-based.
struct Match {
  Index i;
  Index j;
  bool operator==(const Match&) const = default;
};

/// One best path, DTW's own, from (0, 0) to (n − 1, m − 1).   Throws: as expected_alignment().   Cost: O(n·m).
std::vector<Match> best_path(const TwoSeries& series, std::optional<Index> band = {});

/// Temporal distortion index: how far the best path strays from the diagonal.   TDI = ⟨A*, Ω⟩/(n·m),  Ω_ij = (i − j)²
/// Units: none.   Throws: as expected_alignment().   Cost: O(n·m).
/// Source: V. Le Guen, N. Thome, NeurIPS 2019, who report it for forecasts.
double temporal_distortion(const TwoSeries& series, std::optional<Index> band = {});

}  // namespace softwarp
