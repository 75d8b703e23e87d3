/// Series as lines, in panels side by side.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/report/gnuplot.hpp"
#include "softwarp/core/types.hpp"

namespace softwarp {

struct LineStyle {
  std::string colour;  ///< "#rrggbb"
  double width = 1;
  std::vector<int> dashes = {};  ///< lengths of stroke and gap in turn, in pixels of PNG; empty: a solid line
};

/// A series in a panel.   Shapes: values [D×T], NaN where there is a gap; every dimension is a line of its own.
struct Line {
  Matrix<double> values;
  LineStyle style;
  Index first = 0;  ///< where on the x axis the first step lies
};

struct Panel {
  std::string title;
  std::vector<Line> lines;          ///< the first is drawn first
  std::optional<double> mark = {};  ///< where on the x axis a thin vertical line stands
  bool logarithmic =
      false;  ///< the axis of values, where all of them are above 0 and the largest is ten times the least
};

struct LegendEntry {
  std::string label;
  LineStyle style;
};

inline const std::string kFaint = "#b8b8b8";   ///< of the many
inline const std::string kStrong = "#d1352b";  ///< of the one that matters

/// shared: all panels have the same, so that they can be compared; own: each has those that fit its lines.
enum class Axes { shared, own };

/// Draws the panels in rows of the given number, and the legend, where there is one, below them.
Drawing draw_panels(const std::vector<Panel>& panels, Index columns, Axes axes = Axes::shared,
                    const std::vector<LegendEntry>& legend = {});

/// Columns for panels that have no order of their own: about a square, three at least.
Index square_columns(std::size_t panels);

}  // namespace softwarp
