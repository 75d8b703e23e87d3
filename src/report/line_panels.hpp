/// Series as lines, in panels side by side.
#pragma once

#include <string>
#include <vector>

#include "core/types.hpp"
#include "report/gnuplot.hpp"

namespace softwarp {

/// A series in a panel.   Shapes: values [D×T]; every dimension is a line of its own.
struct Line {
  Matrix<double> values;
  std::string colour;  ///< "#rrggbb"
  double width = 1;
};

struct Panel {
  std::string title;
  std::vector<Line> lines;  ///< the first is drawn first
};

inline const std::string kFaint = "#b8b8b8";   ///< of the many
inline const std::string kStrong = "#d1352b";  ///< of the one that matters

/// Draws the panels in rows of the given number, all with the same axes, and writes the picture.
/// Throws: as PictureFile::commit().
void commit_panels(PictureFile& picture, const std::vector<Panel>& panels, Index columns);

/// Columns for panels that have no order of their own: about a square, three at least.
Index square_columns(std::size_t panels);

}  // namespace softwarp
