/// The expected alignment of two series as a picture.
#pragma once

#include "app/report/gnuplot.hpp"
#include "softwarp/core/types.hpp"

namespace softwarp {

/// Draws E, the darker the likelier a match, with x down its left side and y along its top. A long series is drawn by at most 600 rows
/// or columns of E, each the largest of those that it stands for.
/// Shapes: E [n×m], x [D×n], y [D×m].
Drawing draw_alignment(const Matrix<double>& E, const Matrix<double>& x, const Matrix<double>& y);

}  // namespace softwarp
