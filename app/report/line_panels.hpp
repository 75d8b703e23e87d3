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
  Index first = 0;         ///< position of the first step on the x axis
  std::string label = {};  ///< names it under the panel's title; empty: the legend does, or nothing needs to
};

/// A label on the x axis, in as many lines as it has.
struct AxisTic {
  double position = 0;
  std::string label;
};

struct Panel {
  std::string title;
  std::vector<Line> lines;                 ///< the first is drawn first
  std::optional<double> mark = {};         ///< position of a thin vertical line on the x axis
  std::optional<double> shaded_from = {};  ///< position on the x axis from which on the panel has a darker ground
  bool logarithmic = false;          ///< whether the y axis is, provided that all values are > 0 and span a decade
  std::vector<AxisTic> x_tics = {};  ///< empty: numbers of steps
  std::string x_name = "step", y_name = "value";  ///< of the axes
};

struct LegendEntry {
  std::string label;
  LineStyle style;
};

inline const std::string kFaint = "#b8b8b8";                      ///< for background lines
inline const std::string kStrong = "#d1352b";                     ///< for the line that matters
inline const LineStyle kShade{.colour = "#f0f0f0", .width = 10};  ///< of a darker ground, in a legend

/// shared: all panels have the same axes, so that they can be compared; own: each panel's axes fit its lines.
enum class Axes { shared, own };

/// Of one panel, in pixels, where its texts need no more.
inline constexpr int kPanelWidth = 360;

/// Draws the panels in the given number of columns, below them the legend and the note, if any. The name of an axis that
/// all panels have stands at the outer ones alone. Texts that are too long even for a wider panel end in "…".
Drawing draw_panels(const std::vector<Panel>& panels, Index columns, Axes axes = Axes::shared,
                    const std::vector<LegendEntry>& legend = {}, const std::string& note = {},
                    int panel_width = kPanelWidth);

/// The number of columns for panels without an order of their own: roughly a square, but at least three.
Index square_columns(std::size_t panels);

}  // namespace softwarp
