/// Every number of the two recursions of an alignment, to be looked at: plain code, in double, for short series.
#pragma once

#include "softwarp/alignment/alignment.hpp"
#include "softwarp/core/types.hpp"

namespace softwarp {

/// Shapes: all but the gradients [n×m], row i for step i of x.
/// Outside of a band, cost and r are infinite and the rest is zero.
struct AlignmentTables {
  Matrix<double> cost;                ///< Δ_ij = δ(x_i, y_j)
  Matrix<double> r;                   ///< min^γ over the alignments of the first i steps of x and the first j of y
  Matrix<double> up, left, diagonal;  ///< the probability of each way into the cell: derivatives of its soft minimum
  Matrix<double> E;                   ///< ∂r_nm/∂Δ, the probability that an alignment passes through the cell
  Matrix<double> dx, dy;  ///< ∂r_nm/∂x [D×n], ∂r_nm/∂y [D×m]; for another cost than a symmetric one, dx alone
};

/// The same as align() computes, by the formulas of docs/soft_dtw.md as they stand there:
///   r_ij = Δ_ij + min^γ{r_{i−1,j−1}, r_{i−1,j}, r_{i,j−1}},
///   E_ij = up_{i+1,j} E_{i+1,j} + left_{i,j+1} E_{i,j+1} + diagonal_{i+1,j+1} E_{i+1,j+1},   E_nm = 1,
///   dx = (∂Δ/∂x)ᵀ E,  dy = (∂Δ/∂y)ᵀ E
/// With γ = 0 the minimum takes the diagonal where it ties, then the cell above.
/// Shapes: x [D×n], y [D×m].   Throws: Error if γ or the band is out of range, or if the dimensions of x and y differ.
/// Cost: O(n·m), some 100 ns and 48 bytes per cell.
AlignmentTables alignment_tables(const Matrix<double>& x, const Matrix<double>& y, const Alignment<double>& options);

}  // namespace softwarp
