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
  std::vector<int> dashes = {};  ///< alternating lengths of dash and gap, in pixels of a PNG; empty: a solid line
};

/// A series in a panel, drawn as one line per dimension.   Shapes: values [D×T], NaN where there is a gap.
struct Line {
  Matrix<double> values;
  LineStyle style;
  Index first = 0;  ///< position of the first step on the x axis
};

/// A label on the x axis.
struct AxisTic {
  double position = 0;
  std::string label;
};

struct Panel {
  std::string title;
  std::vector<Line> lines;           ///< the first is drawn first
  std::optional<double> mark = {};   ///< position of a thin vertical line on the x axis
  bool logarithmic = false;          ///< whether the y axis is, provided that all values are > 0 and span a decade
  std::vector<AxisTic> x_tics = {};  ///< empty: numbers of steps
};

struct LegendEntry {
  std::string label;
  LineStyle style;
};

inline const std::string kFaint = "#b8b8b8";   ///< for background lines
inline const std::string kStrong = "#d1352b";  ///< for the line that matters

/// shared: all panels have the same axes, so that they can be compared; own: each panel's axes fit its lines.
enum class Axes { shared, own };

/// Draws the panels in the given number of columns, with the legend, if any, below them.
Drawing draw_panels(const std::vector<Panel>& panels, Index columns, Axes axes = Axes::shared,
                    const std::vector<LegendEntry>& legend = {});

/// The number of columns for panels without an order of their own: roughly a square, but at least three.
Index square_columns(std::size_t panels);

}  // namespace softwarp
