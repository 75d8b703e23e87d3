/// The expected alignment of two series as a picture.
#pragma once

#include "app/report/gnuplot.hpp"
#include "softwarp/core/types.hpp"

namespace softwarp {

/// Rows and columns of E that a picture shows at most.
inline constexpr Index kMostDrawn = 600;

/// Draws E, darker where a match is more probable, with x down the left side and y along the top. For long series, E is
/// reduced_alignment(), each row or column standing for several.
/// Shapes: E [up to n × up to m], x [D×n], y [D×m].
Drawing draw_alignment(const Matrix<double>& E, const Matrix<double>& x, const Matrix<double>& y);

}  // namespace softwarp
