#include "softwarp/nn/product.hpp"

#include "softwarp/core/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "softwarp/nn/product.cpp"  // this file is compiled once for every SIMD target
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cassert>
#include <functional>
#include <vector>

#ifndef SOFTWARP_NN_PRODUCT_ONCE
#define SOFTWARP_NN_PRODUCT_ONCE
namespace softwarp {

// C = S + A B. `X_column` is the distance from one column of X to the next in memory; B has one for its rows as well,
// so that it may be given transposed.   Shapes: A [M×K], B [K×N], C and S [M×N].
template <class Real>
struct Product {
  Index M, K, N;
  const Real* A;
  Index A_column;
  const Real* B;
  Index B_row, B_column;
  const Real* S;   // null: zero
  Index S_column;  // 0: one column, repeated
  Real* C;
  Index C_column;
};

// Terms of a sum, and columns, that are taken at a time.
constexpr Index kTerms = 256, kColumns = 64;
// Where as many columns take the same rows of A, those are gathered first: in A they lie so far apart that they do not
// stay in the first cache.
constexpr Index kWorthGathering = 16;

}  // namespace softwarp
#endif

HWY_BEFORE_NAMESPACE();
namespace softwarp::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The rows of A that a tile takes: begin[v] is the vector v of them for k = 0, `column` the distance to the next k.
template <int V, class Real>
struct Panel {
  const Real* begin[V];
  Index column;
};

// V vectors of rows, beginning at rows[0 … V−1], times C columns from `column` on; the sums stay in registers.
template <int V, int C, class D, class Real = hn::TFromD<D>>
HWY_INLINE void Tile(D d, const Product<Real>& p, const Panel<V, Real>& panel, const Index* rows, Index column) {
  hn::Vec<D> sum[V][C];
  for (int c = 0; c < C; ++c) {
    for (int v = 0; v < V; ++v) {
      sum[v][c] = p.S == nullptr ? hn::Zero(d) : hn::LoadU(d, p.S + (column + c) * p.S_column + rows[v]);
    }
  }
  for (Index k = 0; k < p.K; ++k) {
    hn::Vec<D> a[V];
    for (int v = 0; v < V; ++v) a[v] = hn::LoadU(d, panel.begin[v] + k * panel.column);
    for (int c = 0; c < C; ++c) {
      const auto b = hn::Set(d, p.B[k * p.B_row + (column + c) * p.B_column]);
      for (int v = 0; v < V; ++v) sum[v][c] = hn::MulAdd(a[v], b, sum[v][c]);
    }
  }
  for (int c = 0; c < C; ++c) {
    for (int v = 0; v < V; ++v) hn::StoreU(sum[v][c], d, p.C + (column + c) * p.C_column + rows[v]);
  }
}

template <int V, class D, class Real>
HWY_INLINE void Rows(D d, const Product<Real>& p, const Index* rows) {
  constexpr Index kLanes = static_cast<Index>(hn::MaxLanes(D()));
  Panel<V, Real> panel{.begin = {}, .column = p.A_column};
  for (int v = 0; v < V; ++v) panel.begin[v] = p.A + rows[v];
  alignas(64) Real gathered[kTerms * V * kLanes];
  if (p.N >= kWorthGathering) {
    Real* to = gathered;
    for (Index k = 0; k < p.K; ++k) {
      for (int v = 0; v < V; ++v, to += kLanes) hn::StoreU(hn::LoadU(d, panel.begin[v] + k * p.A_column), d, to);
    }
    for (int v = 0; v < V; ++v) panel.begin[v] = gathered + v * kLanes;
    panel.column = V * kLanes;
  }
  Index column = 0;
  for (; column + 4 <= p.N; column += 4) Tile<V, 4>(d, p, panel, rows, column);
  for (; column < p.N; ++column) Tile<V, 1>(d, p, panel, rows, column);
}

// The last vector of rows is moved up to end where the matrix ends, so that nothing outside is touched. The rows that
// it shares with the vector before it are computed twice, to the same bits. Both must be read before either is written,
// so they belong to one tile.
template <class D, class Real = hn::TFromD<D>>
void MultiplyBy(D d, const Product<Real>& p) {
  const auto lanes = static_cast<Index>(hn::Lanes(d));
  Index left = (p.M + lanes - 1) / lanes;  // vectors
  for (Index row = 0; left > 0;) {
    const Index vectors = left == 4 ? 2 : std::min<Index>(left, 3);  // never one alone after others
    Index rows[3];
    for (Index& first : rows) {
      first = std::min(row, p.M - lanes);
      row += lanes;
    }
    row -= (3 - vectors) * lanes;
    if (vectors == 1) Rows<1>(d, p, rows);
    if (vectors == 2) Rows<2>(d, p, rows);
    if (vectors == 3) Rows<3>(d, p, rows);
    left -= vectors;
  }
}

template <class Real>
void MultiplyInOne(const Product<Real>& p) {
  constexpr Index kMost = static_cast<Index>(hn::MaxLanes(hn::ScalableTag<Real>()));
  if (p.M >= 16 && kMost >= 16) return MultiplyBy(hn::CappedTag<Real, 16>(), p);
  if (p.M >= 8 && kMost >= 8) return MultiplyBy(hn::CappedTag<Real, 8>(), p);
  if (p.M >= 4 && kMost >= 4) return MultiplyBy(hn::CappedTag<Real, 4>(), p);
  if (p.M >= 2 && kMost >= 2) return MultiplyBy(hn::CappedTag<Real, 2>(), p);
  MultiplyBy(hn::CappedTag<Real, 1>(), p);
}

// In blocks that stay in the cache while they are used: so many terms of each sum, so many columns. Sums continue where
// they stopped, to the same bits.
template <class Real>
void Multiply(const Product<Real>& p) {
  if (p.K <= kTerms && p.N <= kColumns) return MultiplyInOne(p);
  for (Index k = 0; k == 0 || k < p.K; k += kTerms) {
    for (Index column = 0; column < p.N; column += kColumns) {
      Product<Real> block = p;
      block.K = std::min(kTerms, p.K - k);
      block.N = std::min(kColumns, p.N - column);
      block.A += k * p.A_column;
      block.B += k * p.B_row + column * p.B_column;
      block.C += column * p.C_column;
      if (k > 0) {
        block.S = block.C;
        block.S_column = p.C_column;
      } else if (p.S != nullptr) {
        block.S += column * p.S_column;
      }
      MultiplyInOne(block);
    }
  }
}

void MultiplyFloat(const Product<float>& p) { Multiply(p); }
void MultiplyDouble(const Product<double>& p) { Multiply(p); }

}  // namespace softwarp::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace softwarp {
namespace {

HWY_EXPORT(MultiplyFloat);
HWY_EXPORT(MultiplyDouble);

// Whether two blocks share a number. Blocks of rows of one matrix do not, though each lies in the gaps of the other.
template <class First, class Second>
[[maybe_unused]] bool overlap(const First& first, const Second& second) {
  if (first.size() == 0 || second.size() == 0) return false;
  const auto* const a = first.data();
  const auto* const b = second.data();
  const std::less_equal<> before;
  if (before(a + (first.cols() - 1) * first.outerStride() + first.rows(), b)) return false;
  if (before(b + (second.cols() - 1) * second.outerStride() + second.rows(), a)) return false;
  const Index stride = first.cols() > 1 ? first.outerStride() : second.outerStride();
  if (second.cols() > 1 && second.outerStride() != stride) return true;  // as good as certain
  const Index row = ((b - a) % stride + stride) % stride;                // of `first`, where the rows of `second` begin
  return row < first.rows() || row + second.rows() > stride;
}

void multiply(const Product<float>& product) { HWY_DYNAMIC_DISPATCH(MultiplyFloat)(product); }
void multiply(const Product<double>& product) { HWY_DYNAMIC_DISPATCH(MultiplyDouble)(product); }

}  // namespace

template <class Real>
void product_plus(const ConstMatrixRef<Real>& A, const ConstMatrixRef<Real>& B, const ConstVectorRef<Real>& s,
                  MatrixRef<Real> C) {
  assert(!overlap(A, C) && !overlap(B, C) && !overlap(s, C));
  multiply(Product<Real>{A.rows(), A.cols(), B.cols(), A.data(), A.outerStride(), B.data(), 1, B.outerStride(),
                         s.data(), 0, C.data(), C.outerStride()});
}

template <class Real>
void add_product(const ConstMatrixRef<Real>& A, const ConstMatrixRef<Real>& B, MatrixRef<Real> C) {
  assert(!overlap(A, C) && !overlap(B, C));
  multiply(Product<Real>{A.rows(), A.cols(), B.cols(), A.data(), A.outerStride(), B.data(), 1, B.outerStride(),
                         C.data(), C.outerStride(), C.data(), C.outerStride()});
}

template <class Real>
void add_product_transposed(const ConstMatrixRef<Real>& A, const ConstMatrixRef<Real>& B, MatrixRef<Real> C) {
  assert(!overlap(A, C) && !overlap(B, C));
  multiply(Product<Real>{A.rows(), A.cols(), B.rows(), A.data(), A.outerStride(), B.data(), B.outerStride(), 1,
                         C.data(), C.outerStride(), C.data(), C.outerStride()});
}

template <class Real>
void transposed_product(const ConstMatrixRef<Real>& A, const ConstMatrixRef<Real>& B, MatrixRef<Real> C) {
  assert(!overlap(A, C) && !overlap(B, C));
  // Transposed a block of columns at a time, which stays in the cache.
  thread_local std::vector<Real> room;  // reused: a training step allocates nothing
  room.resize(static_cast<std::size_t>(A.rows() * std::min(kColumns, A.cols())));
  for (Index column = 0; column < A.cols(); column += kColumns) {
    const Index columns = std::min(kColumns, A.cols() - column);
    Eigen::Map<Matrix<Real>> At(room.data(), columns, A.rows());
    for (Index m = 0; m < columns; ++m) At.row(m) = A.col(column + m).transpose();
    multiply(Product<Real>{columns, A.rows(), B.cols(), At.data(), columns, B.data(), 1, B.outerStride(), nullptr, 0,
                           C.data() + column, C.outerStride()});
  }
}

template void product_plus<float>(const ConstMatrixRef<float>&, const ConstMatrixRef<float>&,
                                  const ConstVectorRef<float>&, MatrixRef<float>);
template void product_plus<double>(const ConstMatrixRef<double>&, const ConstMatrixRef<double>&,
                                   const ConstVectorRef<double>&, MatrixRef<double>);
template void add_product<float>(const ConstMatrixRef<float>&, const ConstMatrixRef<float>&, MatrixRef<float>);
template void add_product<double>(const ConstMatrixRef<double>&, const ConstMatrixRef<double>&, MatrixRef<double>);
template void add_product_transposed<float>(const ConstMatrixRef<float>&, const ConstMatrixRef<float>&,
                                            MatrixRef<float>);
template void add_product_transposed<double>(const ConstMatrixRef<double>&, const ConstMatrixRef<double>&,
                                             MatrixRef<double>);
template void transposed_product<float>(const ConstMatrixRef<float>&, const ConstMatrixRef<float>&, MatrixRef<float>);
template void transposed_product<double>(const ConstMatrixRef<double>&, const ConstMatrixRef<double>&,
                                         MatrixRef<double>);

}  // namespace softwarp
#endif
