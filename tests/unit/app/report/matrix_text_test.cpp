#include "app/report/matrix_text.hpp"

#include <limits>

#include "support/catch.hpp"

using namespace softwarp;

TEST_CASE("a matrix as text: four decimals, more for small numbers, columns aligned") {
  Matrix<double> matrix(2, 2);
  matrix << 1, -0.5, 12.25, std::numeric_limits<double>::infinity();
  CHECK(matrix_text(matrix) == "   1.0000  -0.5000\n  12.2500        ∞\n");
  matrix << 1.5e-3, 2e-5, 0, -1e-3;
  CHECK(matrix_text(matrix) == "  0.001500   0.000020\n  0.000000  -0.001000\n");
  matrix << 1e-20, 2e-20, 0, 3e-20;
  CHECK(matrix_text(matrix) == "  1.0000e-20  2.0000e-20\n  0.0000e+00  3.0000e-20\n");
}

TEST_CASE("a matrix as text: what is left out is said") {
  const Matrix<double> matrix = Matrix<double>::Ones(3, 3);
  CHECK(matrix_text(matrix, {.rows = 2, .columns = 1}, "> ") == ">   1.0000  …\n>   1.0000  …\n>   …\n");
  CHECK(matrix_text(matrix, {.rows = 3, .columns = 3}) == matrix_text(matrix));
}
