/// Matrices as text, to be read number by number.
#pragma once

#include <limits>
#include <string>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// How many rows and columns of a matrix are shown, the first ones.
struct MatrixWindow {
  Index rows = std::numeric_limits<Index>::max();
  Index columns = std::numeric_limits<Index>::max();
};

/// Rows of aligned numbers, each after `margin` and two spaces: at least four decimals, and as many as show four digits
/// of the largest. "…" stands for what is left out.
std::string matrix_text(const Matrix<double>& matrix, const MatrixWindow& shown = {}, const std::string& margin = {});

/// The decimals that matrix_text() gives all numbers, and a number with as many.
int matrix_decimals(const Matrix<double>& matrix);
std::string fixed(double number, int decimals);

}  // namespace softwarp
