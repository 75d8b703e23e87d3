/// What the alignments of two series show beyond their cost: which steps match, with what probability, how far apart.
///
/// Everything is in double. A soft alignment is the mean of all alignments A, each with probability ∝ e^(−⟨A, Δ⟩/γ).
/// Shapes: x [D×n], y [D×m], n, m ≥ 1, as spans, vectors, matrices or (data, dims, steps) (core/series.hpp).
#pragma once

#include <vector>

#include "softwarp/alignment/alignment.hpp"
#include "softwarp/core/series.hpp"

namespace softwarp {

/// The expected alignment.   E = Σ_A p(A)·A = ∂dtw_γ/∂Δ: E_ij is the probability that steps i and j are matched.
/// For γ = 0, one best path as a 0-1 matrix (ties go to the diagonal, then to the previous step of x).
/// Shapes: → [n×m].   Throws: Error as align() does, or if the dimensions of x and y differ.
/// Cost: O(n·m) time and memory.
Matrix<double> expected_alignment(const SeriesView<double>& x, const SeriesView<double>& y,
                                  const Alignment<double>& options);

/// The same for long series, reduced while it is computed: each place is the largest E of the cells that it stands for,
/// the cell (i, j) being at (i·rows/n, j·columns/m), rounded down.
/// Shapes: → [min(n, rows) × min(m, columns)].   Throws: as expected_alignment().
/// Cost: O(n·m) time, the memory of align().
Matrix<double> reduced_alignment(const SeriesView<double>& x, const SeriesView<double>& y,
                                 const Alignment<double>& options, Index rows, Index columns);

/// The entropy of the alignments.   H = −Σ_A p(A) ln p(A) = (⟨E, Δ⟩ − dtw_γ)/γ, from 0 to ln A(n, m)
/// It is carried along the recursion, not computed as that difference, which cancels; align.hpp has the precision. A
/// result that rounding makes negative is returned as 0.
/// Units: nats.   Throws: as expected_alignment(); Error for γ = 0.   Cost: O(n·m).
double alignment_entropy(const SeriesView<double>& x, const SeriesView<double>& y, const Alignment<double>& options);

/// Two matched steps, 0-based.
struct Match {
  Index i;
  Index j;
  bool operator==(const Match&) const = default;
};

/// One best path of DTW, from (0, 0) to (n − 1, m − 1).
/// Throws: as expected_alignment(); Error for γ > 0.   Cost: O(n·m) time, the memory of align().
std::vector<Match> best_path(const SeriesView<double>& x, const SeriesView<double>& y,
                             const Alignment<double>& options = {});

/// Temporal distortion index: how far the best path strays from the diagonal.   TDI = ⟨A*, Ω⟩/(n·m),  Ω_ij = (i − j)²
/// Units: none.   Throws: as best_path().   Cost: as best_path().
/// Source: V. Le Guen, N. Thome, NeurIPS 2019, who use it to judge forecasts.
double temporal_distortion(const std::vector<Match>& path);
double temporal_distortion(const SeriesView<double>& x, const SeriesView<double>& y,
                           const Alignment<double>& options = {});

}  // namespace softwarp
