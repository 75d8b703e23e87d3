#include "app/report/line_panels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <sstream>

#include "softwarp/core/joined.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

// In pixels. Letters are about as wide in the browsers and fonts that were tried; wider ones still find room.
constexpr int kWidestPanel = 540, kPlotHeight = 190, kTextRow = 18, kSide = 14, kSample = 30;
constexpr double kLetter = 7.0;

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

// Text in several lines as a gnuplot expression.
std::string quoted_lines(const std::string& text) {
  std::string quoted;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    quoted += (from == 0 ? "" : ".\"\\n\".") + gnuplot_quoted(text.substr(from, end - from));
    from = end + 1;
  }
  return quoted;
}

std::string x_tics(const std::vector<AxisTic>& tics) {
  if (tics.empty()) return "set xtics autofreq\n";
  return "set xtics (" +
         joined(tics, ",", [](const AxisTic& tic) { return quoted_lines(tic.label) + " " + to_text(tic.position); }) +
         ") noenhanced\n";
}

bool has_two_lines(const std::vector<AxisTic>& tics) {
  return std::ranges::any_of(tics, [](const AxisTic& tic) { return tic.label.find('\n') != tic.label.npos; });
}

bool starts_letter(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

double text_width(const std::string& text) {
  return kLetter * static_cast<double>(std::ranges::count_if(text, starts_letter));
}

// As much of the text as there is room for.
std::string fitted(const std::string& text, double width) {
  if (text_width(text) <= width) return text;
  std::string start;
  for (const char c : text) {
    if (starts_letter(c) && text_width(start + "……") > width) break;
    start += c;
  }
  return start + "…";
}

// The words of a text in lines that are not wider than this, unless a single word is.
std::vector<std::string> in_lines(const std::string& text, double width) {
  std::vector<std::string> lines;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (lines.empty() || text_width(lines.back() + ' ' + word) > width) {
      lines.push_back(word);
    } else {
      lines.back() += ' ' + word;
    }
  }
  return lines;
}

// Writes and draws beside the panels. The origin is the top left corner of the picture.
struct Canvas {
  int width, height;

  std::string at(double x, double y) const { return "screen " + to_text(x / width) + "," + to_text(1 - y / height); }
  std::string text(const std::string& text, double x, double y) const {
    return "set label " + gnuplot_quoted(text) + " at " + at(x, y) + " left noenhanced\n";
  }
  std::string sample(const LineStyle& style, double x, double y) const {
    std::string line = gnuplot_style(style);
    line.erase(0, std::string("with lines").size());
    return "set arrow from " + at(x, y) + " to " + at(x + kSample, y) + " nohead" + line + "\n";
  }
};

// Places on the canvas.
struct Box {
  double left, top, width, height;
};

std::string lines_of(const Panel& panel) {
  std::string plots, data;
  for (const Line& line : panel.lines) {
    const bool dash = line.values.cols() == 1;  // a line of a single step would not be seen
    const std::string x = dash ? "(($0-0.5)*0.5+" : "($0+";
    for (Index d = 0; d < line.values.rows(); ++d) {
      plots += (plots.empty() ? "plot " : ", ") + std::string("'-' using ") + x + std::to_string(line.first) + "):1 " +
               gnuplot_style(line.style) + " notitle";
      for (Index t = 0; t < line.values.cols(); ++t) data += to_text(line.values(d, t)) + "\n";
      if (dash) data += to_text(line.values(d, 0)) + "\n";
      data += "e\n";
    }
  }
  return plots + "\n" + data;
}

// What stands above the lines: the title, and the lines that have names.
std::string heading_of(const Panel& panel, const Canvas& canvas, const Box& box) {
  const double room = box.width - 2 * kSide;
  double y = box.top + kTextRow;
  std::string plots = canvas.text(fitted(panel.title, room), box.left + kSide, y);
  for (const Line& line : panel.lines) {
    if (line.label.empty()) continue;
    y += kTextRow;
    plots += canvas.sample(line.style, box.left + kSide, y) +
             canvas.text(fitted(line.label, room - kSample - 8), box.left + kSide + kSample + 8, y);
  }
  return plots;
}

// How high that is, with some room below.
int heading_height(const Panel& panel) {
  const auto labels = std::ranges::count_if(panel.lines, [](const Line& line) { return !line.label.empty(); });
  if (panel.title.empty() && labels == 0) return kTextRow / 2;
  return kTextRow * (static_cast<int>(labels) + 2);
}

// How wide a panel must be for its texts.
double needed_width(const Panel& panel) {
  double width = text_width(panel.title);
  for (const Line& line : panel.lines) width = std::max(width, text_width(line.label) + kSample + 8);
  return width + 2 * kSide;
}

// The panel without its axes' ranges. `names`: which axes are named.
std::string commands(const Panel& panel, const Canvas& canvas, const Box& box, const Box& plot, bool x_name,
                     bool y_name) {
  std::string plots = "set origin " + to_text(box.left / canvas.width) + "," +
                      to_text(1 - (box.top + box.height) / canvas.height) + "\nset size " +
                      to_text(box.width / canvas.width) + "," + to_text(box.height / canvas.height) +
                      "\nset tmargin at screen " + to_text(1 - plot.top / canvas.height) + "\nset bmargin at screen " +
                      to_text(1 - (plot.top + plot.height) / canvas.height) + "\n";
  if (panel.shaded_from)
    plots += "set object rectangle from " + to_text(*panel.shaded_from) +
             ", graph 0 to graph 1, graph 1 behind fillcolor rgb '" + kShade.colour + "' fillstyle solid noborder\n";
  if (panel.mark) {
    const std::string x = to_text(*panel.mark);
    plots += "set arrow from " + x + ", graph 0 to " + x + ", graph 1 nohead linecolor rgb '#666666' dashtype (2,3)\n";
  }
  const auto name = [](const std::string& axis, const std::string& text) {
    return text.empty()
               ? "unset " + axis + "label\n"
               : "set " + axis + "label " + gnuplot_quoted(fitted(text, kPlotHeight)) + " offset 0,0 noenhanced\n";
  };
  plots += name("x", x_name ? panel.x_name : "") + name("y", y_name ? panel.y_name : "");
  if (x_name && has_two_lines(panel.x_tics)) plots += "set xlabel offset 0,-0.8\n";
  return plots + heading_of(panel, canvas, box) + x_tics(panel.x_tics) + lines_of(panel) +
         "unset label\nunset arrow\nunset object\n";
}

// A strip below the panels.
struct Strip {
  struct Entry {
    LegendEntry entry;
    double x;
    int row;
  };
  std::vector<Entry> entries;
  std::vector<std::string> note;
  int rows = 0;  // of both

  Strip(const std::vector<LegendEntry>& legend, const std::string& text, int width) {
    double x = kSide;
    for (const LegendEntry& entry : legend) {
      const double needed = kSample + 8 + text_width(entry.label);
      if (rows == 0 || x + needed > width) {
        x = kSide;
        ++rows;
      }
      entries.push_back({entry, x, rows});
      x += needed + 2 * kSide;
    }
    note = in_lines(text, width - 2 * kSide);
    rows += static_cast<int>(note.size());
  }

  int height() const { return rows == 0 ? 0 : kTextRow * rows + kTextRow; }

  std::string commands(const Canvas& canvas) const {
    const double top = canvas.height - height() + 0.5 * kTextRow;
    std::string plots;
    for (const auto& [entry, x, row] : entries) {
      const double y = top + kTextRow * (row - 0.5);
      plots += canvas.sample(entry.style, x, y) + canvas.text(entry.label, x + kSample + 8, y);
    }
    double y = top + kTextRow * (rows - static_cast<int>(note.size()) + 0.5);
    for (const std::string& line : note) {
      plots += canvas.text(line, kSide, y);
      y += kTextRow;
    }
    return plots;
  }
};

bool all_equal(const std::vector<Panel>& panels, std::string Panel::*text) {
  return std::ranges::all_of(panels, [&](const Panel& panel) { return panel.*text == panels[0].*text; });
}

}  // namespace

Drawing draw_panels(const std::vector<Panel>& panels, Index columns, Axes axes, const std::vector<LegendEntry>& legend,
                    const std::string& note, int panel_width) {
  const std::size_t across = static_cast<std::size_t>(columns);
  double needed = panel_width;
  bool two_lines = false;
  for (const Panel& panel : panels) {
    needed = std::max(needed, std::min<double>(needed_width(panel), std::max(panel_width, kWidestPanel)));
    two_lines = two_lines || has_two_lines(panel.x_tics);
  }
  const int width = static_cast<int>(std::ceil(needed));
  const int tics = 36 + (two_lines ? kTextRow : 0), x_name = 28;
  const bool same_x = all_equal(panels, &Panel::x_name), same_y = all_equal(panels, &Panel::y_name);
  // The x axis is named where no panel follows below.
  const auto is_last = [&](std::size_t k) { return !same_x || k + across >= panels.size(); };
  const auto above = [&](std::size_t row) {
    int height = 0;
    for (std::size_t k = row * across; k < std::min((row + 1) * across, panels.size()); ++k)
      height = std::max(height, heading_height(panels[k]));
    return height;
  };
  const auto row_height = [&](std::size_t row) {
    const bool named = is_last(std::min((row + 1) * across, panels.size()) - 1);
    return above(row) + kPlotHeight + tics + (named ? x_name : 0);
  };
  const Strip strip(legend, note, width * static_cast<int>(columns));
  Canvas canvas{.width = width * static_cast<int>(columns), .height = strip.height()};
  for (std::size_t row = 0; row * across < panels.size(); ++row) canvas.height += row_height(row);

  std::string plots = "set border 3\nset tics nomirror out\nset multiplot\n";
  if (axes == Axes::shared) plots += ranges(panels);
  double top = 0;
  for (std::size_t k = 0; k < panels.size(); ++k) {
    const std::size_t row = k / across, column = k % across;
    const Box box{static_cast<double>(column) * width, top, static_cast<double>(width),
                  static_cast<double>(row_height(row))};
    if (axes == Axes::own) plots += ranges(std::span(panels).subspan(k, 1));
    if (k + 1 == panels.size()) plots += strip.commands(canvas);
    plots += commands(panels[k], canvas, box, {box.left, top + above(row), box.width, kPlotHeight}, is_last(k),
                      !same_y || column == 0);
    if (column + 1 == across) top += box.height;
  }
  return {.width = canvas.width, .height = canvas.height, .plots = plots + "unset multiplot\n"};
}

Index square_columns(std::size_t panels) {
  const auto count = static_cast<Index>(panels);
  return std::min(count, std::max<Index>(3, std::lround(std::ceil(std::sqrt(static_cast<double>(count))))));
}

}  // namespace softwarp
