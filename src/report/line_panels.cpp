#include "report/line_panels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/number.hpp"

namespace softwarp {
namespace {

std::string range(const std::string& axis, double low, double high) {
  return "set " + axis + "range [" + to_text(low) + ":" + to_text(high) + "]\n";
}

std::string commands(const Panel& panel) {
  std::string plots, data;
  for (const Line& line : panel.lines) {
    for (Index d = 0; d < line.values.rows(); ++d) {
      plots += (plots.empty() ? "plot " : ", ") + std::string("'-' using 0:1 with lines linewidth ") +
               to_text(line.width) + " linecolor rgb '" + line.colour + "' notitle";
      for (Index t = 0; t < line.values.cols(); ++t) data += to_text(line.values(d, t)) + "\n";
      data += "e\n";
    }
  }
  return "set title " + gnuplot_quoted(panel.title) + " noenhanced\n" + plots + "\n" + data;
}

}  // namespace

void commit_panels(PictureFile& picture, const std::vector<Panel>& panels, Index columns) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  Index steps = 1;
  for (const Panel& panel : panels) {
    for (const Line& line : panel.lines) {
      low = std::min(low, line.values.minCoeff());
      high = std::max(high, line.values.maxCoeff());
      steps = std::max(steps, line.values.cols());
    }
  }
  const double margin = high > low ? 0.05 * (high - low) : 1;
  const Index rows = (static_cast<Index>(panels.size()) + columns - 1) / columns;
  std::string plots = "set multiplot layout " + std::to_string(rows) + "," + std::to_string(columns) + "\n";
  plots += "set border 3\nset tics nomirror out\n";
  plots += range("x", 0, static_cast<double>(std::max<Index>(steps - 1, 1))) + range("y", low - margin, high + margin);
  for (const Panel& panel : panels) plots += commands(panel);
  picture.commit(static_cast<int>(360 * columns), static_cast<int>(270 * rows), plots + "unset multiplot\n");
}

Index square_columns(std::size_t panels) {
  const auto count = static_cast<Index>(panels);
  return std::min(count, std::max<Index>(3, std::lround(std::ceil(std::sqrt(static_cast<double>(count))))));
}

}  // namespace softwarp
