/// Every number of an alignment's recursions as a picture.
#pragma once

#include "app/report/gnuplot.hpp"
#include "softwarp/alignment/tables.hpp"

namespace softwarp {

/// Draws costs, r, the weights of the three ways into a cell, and E as maps, darker where a number is larger, with the
/// numbers themselves where there is room; x down the left side, y along the top.
/// Shapes: x [D×n], y [D×m].
Drawing draw_tables(const AlignmentTables& tables, const Matrix<double>& x, const Matrix<double>& y);

}  // namespace softwarp
