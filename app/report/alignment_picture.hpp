/// The expected alignment of two series as a picture.
#pragma once

#include "app/report/gnuplot.hpp"
#include "softwarp/core/types.hpp"

namespace softwarp {

/// Draws E, darker where a match is more probable, with x down the left side and y along the top. For a long series, at
/// most 600 rows or columns of E are drawn, each the maximum of those it stands for.
/// Shapes: E [n×m], x [D×n], y [D×m].
Drawing draw_alignment(const Matrix<double>& E, const Matrix<double>& x, const Matrix<double>& y);

}  // namespace softwarp
