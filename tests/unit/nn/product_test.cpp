#include "softwarp/nn/product.hpp"

#include <limits>

#include "softwarp/core/simd.hpp"
#include "support/catch.hpp"

using namespace softwarp;

namespace {

// The largest error of an entry beside the sum of its terms' magnitudes: terms that cancel leave a small entry, but
// round as large ones do.
template <class Real>
Real error(const Matrix<Real>& found, const Matrix<Real>& expected, const Matrix<Real>& magnitude) {
  return ((found - expected).array().abs() / magnitude.array()).maxCoeff();
}

// Against Eigen; what lies around C must stay as it is.
template <class Real>
void check_shape(Index M, Index K, Index N) {
  CAPTURE(M, K, N);
  const Real untouched = 77;
  const Matrix<Real> A = Matrix<Real>::Random(M, K), B = Matrix<Real>::Random(K, N);
  const Matrix<Real> At = A.transpose(), Bt = B.transpose(), start = Matrix<Real>::Random(M, N);
  const Vector<Real> s = Vector<Real>::Random(M);
  Matrix<Real> frame(M + 2, N + 2);
  const auto inside = [&] { return frame.block(1, 1, M, N); };
  const Real tolerance = Real(K + 1) * std::numeric_limits<Real>::epsilon();  // ours and Eigen's, half each
  const auto check = [&](const Matrix<Real>& expected, const Matrix<Real>& magnitude) {
    CHECK(error<Real>(inside(), expected, magnitude) <= tolerance);
    inside().setConstant(untouched);
    CHECK((frame.array() == untouched).all());
  };
  const Matrix<Real> terms = A.cwiseAbs() * B.cwiseAbs();
  frame.setConstant(untouched);
  product_plus<Real>(A, B, s, inside());
  check((A * B).colwise() + s, terms.colwise() + s.cwiseAbs());
  inside() = start;
  add_product<Real>(A, B, inside());
  check(start + A * B, start.cwiseAbs() + terms);
  inside() = start;
  add_product_transposed<Real>(A, Bt, inside());
  check(start + A * B, start.cwiseAbs() + terms);
  transposed_product<Real>(At, B, inside());
  check(A * B, terms);
}

template <class Real>
void check_all_shapes() {
  for (const Index M : {1, 2, 3, 4, 7, 8, 10, 15, 16, 17, 31, 38, 49, 64, 65}) {  // around the vector lengths
    for (const Index K : {1, 5, 38}) {
      for (const Index N : {1, 3, 4, 9, 17}) check_shape<Real>(M, K, N);
    }
  }
  for (const Index size : {300, 600}) {  // computed in several blocks
    check_shape<Real>(3, size, 5);
    check_shape<Real>(size, 3, 5);
    check_shape<Real>(3, 5, size);
    check_shape<Real>(70, size, 70);
  }
}

}  // namespace

TEST_CASE("products agree with Eigen's for all shapes on all SIMD targets, and write nothing else") {
  for (const std::string& target : simd_names()) {
    set_simd(target);
    CAPTURE(target);
    check_all_shapes<float>();
    check_all_shapes<double>();
  }
  set_simd("auto");
}

TEST_CASE("a column of a product does not depend on the columns beside it") {
  for (const Index K : {10, 300}) {
    const Matrix<float> A = Matrix<float>::Random(38, K), B = Matrix<float>::Random(K, 70);
    const Vector<float> s = Vector<float>::Random(38);
    Matrix<float> together(38, 70), alone(38, 1);
    product_plus<float>(A, B, s, together);
    for (Index b = 0; b < 70; ++b) {
      product_plus<float>(A, B.col(b), s, alone);
      CHECK(alone == together.col(b));
    }
  }
}
