#include "softwarp/nn/squashing.hpp"

#include <cmath>
#include <limits>

#include "softwarp/core/simd.hpp"
#include "support/catch.hpp"

using namespace softwarp;

namespace {

// From 0 to far beyond where the limits are reached, of both signs, in every position of a vector.
template <class Real>
Matrix<Real> numbers() {
  Matrix<Real> x(3, 801);
  for (Index k = 0; k < x.cols(); ++k)
    x.col(k).setConstant(static_cast<Real>(std::pow(static_cast<double>(k - 400) / 100, 3)));
  x.col(0).setConstant(-std::numeric_limits<Real>::max());
  x.col(800).setConstant(std::numeric_limits<Real>::infinity());
  return x;
}

template <class Real>
void check_functions() {
  const Real precision = std::numeric_limits<Real>::epsilon();
  const Matrix<Real> x = numbers<Real>();
  Matrix<Real> sigmoid = x, tanh = x;
  apply_sigmoid<Real>(sigmoid);
  apply_tanh<Real>(tanh);
  for (Index k = 0; k < x.size(); ++k) {
    const Real at = x.reshaped()[k];
    CAPTURE(at);
    CHECK(std::abs(sigmoid.reshaped()[k] - 1 / (1 + std::exp(-at))) <= 2 * precision);
    CHECK(std::abs(tanh.reshaped()[k] - std::tanh(at)) <= 4 * precision * std::abs(std::tanh(at)));
  }
}

}  // namespace

TEST_CASE("sigmoid and tanh agree with the standard library's on all SIMD targets") {
  for (const std::string& target : simd_names()) {
    set_simd(target);
    CAPTURE(target);
    check_functions<float>();
    check_functions<double>();
  }
  set_simd("auto");
}

TEMPLATE_TEST_CASE("a number is squashed to the same bits wherever it lies, NaN to NaN, and its neighbours stay", "",
                   float, double) {
  const TestType nan = std::numeric_limits<TestType>::quiet_NaN();
  for (const Index rows : {1, 2, 3, 4, 7, 8, 9, 17, 33}) {
    for (void (*apply)(MatrixRef<TestType>) : {apply_sigmoid<TestType>, apply_tanh<TestType>}) {
      Matrix<TestType> frame = Matrix<TestType>::Constant(rows + 2, 3, 77);
      auto inside = frame.block(1, 0, rows, 3);
      inside.setConstant(TestType(0.3));
      inside(rows - 1, 1) = nan;
      Matrix<TestType> alone = Matrix<TestType>::Constant(1, 1, TestType(0.3));
      apply(inside);
      apply(alone);
      for (Index k = 0; k < 3; ++k) {
        CHECK(frame(0, k) == 77);
        CHECK(frame(rows + 1, k) == 77);
        for (Index row = 0; row < rows; ++row) {
          if (k == 1 && row == rows - 1) {
            CHECK(std::isnan(inside(row, k)));
          } else {
            CHECK(inside(row, k) == alone(0));
          }
        }
      }
    }
  }
}
