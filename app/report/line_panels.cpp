#include "app/report/line_panels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "softwarp/core/joined.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

constexpr int kPanelWidth = 360, kPanelHeight = 270;
constexpr int kLegendColumns = 3, kLegendRow = 22;  // entries side by side; height in pixels

std::string range(const std::string& axis, double low, double high) {
  return "set " + axis + "range [" + to_text(low) + ":" + to_text(high) + "]\n";
}

// 1, 2, 5, 10, …; over more than two decades only the powers of ten.
std::string logarithmic_tics(double low, double high) {
  std::string tics;
  for (double power = std::floor(std::log10(low)); power <= std::log10(high); ++power) {
    for (const double digit : {1, 2, 5}) {
      if (digit > 1 && high > 100 * low) continue;
      tics += (tics.empty() ? "" : ",") + to_text(digit * std::pow(10.0, power));
    }
  }
  return "set ytics (" + tics + ")\n";
}

// Axes that hold all lines of the panels, with some room above and below the values.
std::string ranges(std::span<const Panel> panels) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  double low = kInfinity, high = -kInfinity;
  Index first = std::numeric_limits<Index>::max(), last = 0;
  for (const Panel& panel : panels) {
    for (const Line& line : panel.lines) {
      for (const double value : line.values.reshaped()) {
        if (std::isnan(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
      }
      first = std::min(first, line.first);
      last = std::max(last, line.first + line.values.cols() - 1);
    }
  }
  if (!(low <= high)) low = high = 0;  // only gaps
  const std::string x = range("x", static_cast<double>(first), static_cast<double>(std::max(last, first + 1)));
  if (panels.front().logarithmic && low > 0 && high >= 10 * low) {
    const double room = std::pow(high / low, 0.05);
    return x + range("y", low / room, high * room) + "set logscale y\n" + logarithmic_tics(low, high);
  }
  const double margin = high > low ? 0.05 * (high - low) : 1;
  return x + "unset logscale y\nset ytics autofreq\n" + range("y", low - margin, high + margin);
}

std::string gnuplot_style(const LineStyle& style) {
  const std::string dashes = joined(style.dashes, ",", [](int length) { return std::to_string(length); });
  return "with lines linewidth " + to_text(style.width) + " linecolor rgb '" + style.colour + "'" +
         (dashes.empty() ? "" : " dashtype (" + dashes + ")");
}

std::string x_tics(const std::vector<AxisTic>& tics) {
  if (tics.empty()) return "set xtics autofreq\n";
  return "set xtics (" +
         joined(tics, ",", [](const AxisTic& tic) { return gnuplot_quoted(tic.label) + " " + to_text(tic.position); }) +
         ") noenhanced\n";
}

std::string commands(const Panel& panel) {
  std::string plots, data;
  for (const Line& line : panel.lines) {
    for (Index d = 0; d < line.values.rows(); ++d) {
      plots += (plots.empty() ? "plot " : ", ") + std::string("'-' using ($0+") + std::to_string(line.first) + "):1 " +
               gnuplot_style(line.style) + " notitle";
      for (Index t = 0; t < line.values.cols(); ++t) data += to_text(line.values(d, t)) + "\n";
      data += "e\n";
    }
  }
  std::string mark = "unset arrow\n";
  if (panel.mark) {
    const std::string x = to_text(*panel.mark);
    mark += "set arrow from " + x + ", graph 0 to " + x + ", graph 1 nohead linecolor rgb '#666666' dashtype (2,3)\n";
  }
  return "set title " + gnuplot_quoted(panel.title) + " noenhanced\n" + x_tics(panel.x_tics) + mark + plots + "\n" +
         data;
}

// A strip at the bottom of the picture that holds only the legend.
std::string commands(const std::vector<LegendEntry>& legend, double top) {
  std::string plots;
  for (const LegendEntry& entry : legend) {
    plots += (plots.empty() ? "plot " : ", ") + std::string("NaN ") + gnuplot_style(entry.style) + " title " +
             gnuplot_quoted(entry.label) + " noenhanced";
  }
  return "unset title\nunset border\nunset tics\nunset arrow\nset lmargin at screen 0\nset rmargin at screen 1\n"
         "set bmargin at screen 0\nset tmargin at screen " +
         to_text(top) + "\nset xrange [0:1]\nset yrange [0:1]\nset key center center horizontal maxcols " +
         std::to_string(kLegendColumns) + " Left reverse\n" + plots + "\n";
}

}  // namespace

Drawing draw_panels(const std::vector<Panel>& panels, Index columns, Axes axes,
                    const std::vector<LegendEntry>& legend) {
  const Index rows = (static_cast<Index>(panels.size()) + columns - 1) / columns;
  const int legend_rows = (static_cast<int>(legend.size()) + kLegendColumns - 1) / kLegendColumns;
  const int legend_height = legend_rows == 0 ? 0 : kLegendRow * (legend_rows + 1);
  Drawing drawing{.width = kPanelWidth * static_cast<int>(columns),
                  .height = kPanelHeight * static_cast<int>(rows) + legend_height,
                  .plots = "set border 3\nset tics nomirror out\n"};
  const double top_of_legend = static_cast<double>(legend_height) / drawing.height;
  drawing.plots += "set multiplot\n";
  if (axes == Axes::shared) drawing.plots += ranges(panels);
  for (std::size_t k = 0; k < panels.size(); ++k) {
    if (axes == Axes::own) drawing.plots += ranges(std::span(panels).subspan(k, 1));
    const auto row = static_cast<double>(static_cast<Index>(k) / columns);
    const auto column = static_cast<double>(static_cast<Index>(k) % columns);
    const double width = 1 / static_cast<double>(columns), height = (1 - top_of_legend) / static_cast<double>(rows);
    drawing.plots += "set origin " + to_text(column * width) + "," + to_text(1 - (row + 1) * height) + "\nset size " +
                     to_text(width) + "," + to_text(height) + "\n" + commands(panels[k]);
  }
  if (!legend.empty()) drawing.plots += commands(legend, top_of_legend);
  drawing.plots += "unset multiplot\n";
  return drawing;
}

Index square_columns(std::size_t panels) {
  const auto count = static_cast<Index>(panels);
  return std::min(count, std::max<Index>(3, std::lround(std::ceil(std::sqrt(static_cast<double>(count))))));
}

}  // namespace softwarp
