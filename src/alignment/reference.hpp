/// Soft-DTW and DTW as printed in the paper: plain code, in double, one pair at a time.
///
/// It is slow: its purpose is to be read first, and to test the kernel against.
/// Source: [CB17] M. Cuturi, M. Blondel, Soft-DTW: a Differentiable Loss Function for Time-Series, ICML 2017.
///         [MB18] A. Mensch, M. Blondel, Differentiable Dynamic Programming for Structured Prediction and Attention,
///         ICML 2018.
#pragma once

#include "softwarp/core/types.hpp"

namespace softwarp::reference {

/// Squared Euclidean cost matrix.   Δ_ij = ‖x_i − y_j‖²
/// Shapes: x [D×n], y [D×m] → [n×m].   Units: signal².
Matrix<double> squared_euclidean(const Matrix<double>& x, const Matrix<double>& y);

/// The chain rule through the squared Euclidean cost.   (∂Δ/∂x)ᵀE, column i: 2 Σ_j E_ij (x_i − y_j)
/// Shapes: x [D×n], y [D×m], E [n×m] → [D×n].
Matrix<double> squared_euclidean_jacobian_product(const Matrix<double>& x, const Matrix<double>& y,
                                                  const Matrix<double>& E);

/// Soft-DTW value of a cost matrix and, if asked for, its gradient, the expected alignment.
///   dtw_γ = min^γ over alignments A of ⟨A, Δ⟩,  min^γ a = −γ log Σ_i e^(−a_i/γ),  E = ∂dtw_γ/∂Δ
/// Shapes: cost [n×m], E [n×m].   Units: value as cost; may be negative.
/// Throws: Error if γ is not positive and finite.   Cost: O(n·m), 30 to 90 ns per cell.   Source: [CB17] Alg. 1, 2.
double soft_dtw(const Matrix<double>& cost, double gamma, Matrix<double>* E = nullptr);

/// Derivative of dtw_γ in the direction Z and, if asked for, the gradient of that derivative with respect to Δ: the
/// Hessian of dtw_γ times Z.   value = ⟨E, Z⟩,  product = (∂²dtw_γ/∂Δ²) Z
/// Shapes: cost, Z, product [n×m].   Units: value as Z, product as Z/γ.   Cost: O(n·m).   Source: [MB18] Alg. 2.
double soft_dtw_along(const Matrix<double>& cost, double gamma, const Matrix<double>& Z,
                      Matrix<double>* product = nullptr);

/// DTW value of a cost matrix and, if asked for, one best path as a 0-1 matrix (ties go to the diagonal).
/// Shapes: cost [n×m], path [n×m].   Units: those of cost, as no root is taken.   Cost: O(n·m).
double dtw(const Matrix<double>& cost, Matrix<double>* path = nullptr);

}  // namespace softwarp::reference
