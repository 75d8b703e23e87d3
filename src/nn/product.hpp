/// Products of small matrices without overhead: what forward and backward of a layer spend their time on.
///
/// Eigen, compiled to run on every x86-64, uses vectors of 128 bits where AVX-512 has 512, and packs matrices for
/// products that are too small for it to pay. Here vectors are as wide as the processor has them (core/simd.hpp). Each
/// number of a result is summed in the same order whatever its neighbours are, so a column of a batch does not depend
/// on the others.
/// Arguments may be blocks, such as the rows of one step. C is written while A, B and s are read: it must not overlap
/// them. Where it does, small products may come out right and large ones wrong, so debug builds abort.
/// Cost, each: O(M·K·N), one multiply-add per lane.
#pragma once

#include "softwarp/core/types.hpp"

namespace softwarp {

/// C = A B + s 1ᵀ.   Shapes: A [M×K], B [K×N], s [M], C [M×N].
template <class Real>
void product_plus(const ConstMatrixRef<Real>& A, const ConstMatrixRef<Real>& B, const ConstVectorRef<Real>& s,
                  MatrixRef<Real> C);

/// C += A B.   Shapes: A [M×K], B [K×N], C [M×N].
template <class Real>
void add_product(const ConstMatrixRef<Real>& A, const ConstMatrixRef<Real>& B, MatrixRef<Real> C);

/// C += A Bᵀ.   Shapes: A [M×K], B [N×K], C [M×N].
template <class Real>
void add_product_transposed(const ConstMatrixRef<Real>& A, const ConstMatrixRef<Real>& B, MatrixRef<Real> C);

/// C = Aᵀ B.   Shapes: A [K×M], B [K×N], C [M×N].
template <class Real>
void transposed_product(const ConstMatrixRef<Real>& A, const ConstMatrixRef<Real>& B, MatrixRef<Real> C);

}  // namespace softwarp
