/// Products of small matrices without overhead: what forward and backward of a dense layer spend their time on.
///
/// Eigen compiled for every x86-64 uses a quarter of this processor's vectors, and packs matrices for products that are
/// over before that pays. Here each number of a result is summed in the same order whatever stands beside it, so
/// that a column of a batch does not depend on the others.   Cost, each: O(M·K·N), one multiply-add a lane.
#pragma once

#include "softwarp/core/types.hpp"

namespace softwarp {

/// C = A B + s 1ᵀ.   Shapes: A [M×K], B [K×N], s [M], C [M×N].
template <class Real>
void product_plus(const ConstMatrixRef<Real>& A, const ConstMatrixRef<Real>& B, const ConstVectorRef<Real>& s,
                  MatrixRef<Real> C);

/// C += A Bᵀ.   Shapes: A [M×K], B [N×K], C [M×N].
template <class Real>
void add_product_transposed(const ConstMatrixRef<Real>& A, const ConstMatrixRef<Real>& B, MatrixRef<Real> C);

/// C = Aᵀ B.   Shapes: A [K×M], B [K×N], C [M×N].
template <class Real>
void transposed_product(const ConstMatrixRef<Real>& A, const ConstMatrixRef<Real>& B, MatrixRef<Real> C);

}  // namespace softwarp
