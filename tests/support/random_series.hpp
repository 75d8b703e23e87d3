/// Random matrices and random walks for tests.
#pragma once

#include "softwarp/core/random.hpp"
#include "softwarp/core/types.hpp"

namespace softwarp::test {

/// Independent standard normal numbers.
inline Matrix<double> random_matrix(Index rows, Index columns, Random& random) {
  Matrix<double> matrix(rows, columns);
  for (double& number : matrix.reshaped()) number = random.normal();
  return matrix;
}

/// Random walks of D dimensions, one per column, stored step by step.   Shapes: → [T·D×B].
inline Matrix<double> random_walks(Index steps, Index dims, Index count, Random& random, double step_size = 0.3) {
  Matrix<double> walks = step_size * random_matrix(steps * dims, count, random);
  for (Index k = dims; k < walks.rows(); ++k) walks.row(k) += walks.row(k - dims);
  return walks;
}

}  // namespace softwarp::test
