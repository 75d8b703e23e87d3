#include "app/report/tables_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "app/report/matrix_text.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

constexpr int kMapSize = 380, kTitle = 20;  // pixels
constexpr Index kMostLabelled = 12;         // rows or columns whose numbers have room

struct HeatMap {
  std::string title;
  const Matrix<double>& matrix;
};

// The largest and the smallest of the numbers that are some.
std::pair<double, double> range_of(const Matrix<double>& matrix) {
  double low = 0, high = 0;
  bool any = false;
  for (const double number : matrix.reshaped()) {
    if (!std::isfinite(number)) continue;
    low = any ? std::min(low, number) : number;
    high = any ? std::max(high, number) : number;
    any = true;
  }
  return {low, high > low ? high : low + 1};
}

// Each number in its cell, white on dark ones; digits that stay within it.
std::string labels(const Matrix<double>& matrix, double low, double high) {
  const int decimals = matrix.cols() <= 5 ? matrix_decimals(matrix) : 2;
  std::string text;
  for (Index i = 0; i < matrix.rows(); ++i) {
    for (Index j = 0; j < matrix.cols(); ++j) {
      const bool dark = std::isfinite(matrix(i, j)) && matrix(i, j) > low + 0.55 * (high - low);
      text += std::to_string(j) + " " + std::to_string(i) + " " + fixed(matrix(i, j), decimals) +
              (dark ? " 0xffffff\n" : " 0x202020\n");
    }
  }
  return text;
}

std::string heat_map(const HeatMap& panel, const Matrix<double>& x, const Matrix<double>& y) {
  const Matrix<double>& matrix = panel.matrix;
  const auto [low, high] = range_of(matrix);
  // The steps' values name rows and columns where there are few.
  const auto tics = [](const char* axis, const Matrix<double>& series) {
    std::string text = "set " + std::string(axis) + " (";
    for (Index t = 0; t < series.cols(); ++t) {
      const std::string name =
          series.rows() == 1 && series.cols() <= kMostLabelled ? fixed(series(0, t), 2) : std::to_string(t + 1);
      if (series.cols() > kMostLabelled && t % 5 != 0) continue;
      text += (t == 0 ? "" : ", ") + gnuplot_quoted(name) + " " + std::to_string(t);
    }
    return text + ") out nomirror scale 0.3\n";
  };
  const bool named = x.rows() == 1 && std::max(x.cols(), y.cols()) <= kMostLabelled;
  std::string script = "set title " + gnuplot_quoted(panel.title) + "\n" + tics("x2tics", y) + tics("ytics", x);
  script += std::string("set x2label 'y, by ") + (named ? "value" : "step") + "'\nset ylabel 'x, by " +
            (named ? "value" : "step") + "'\n";
  script += "set xrange [-0.5:" + to_text(static_cast<double>(y.cols()) - 0.5) +
            "]\nset x2range [-0.5:" + to_text(static_cast<double>(y.cols()) - 0.5) + "]\nset yrange [" +
            to_text(static_cast<double>(x.cols()) - 0.5) + ":-0.5]\n";
  script += "set cbrange [" + to_text(low) + ":" + to_text(high) + "]\nplot '-' matrix with image";
  const bool labelled = std::max(x.cols(), y.cols()) <= kMostLabelled;
  const char* size = y.cols() <= 5 ? "10" : "7";
  if (labelled) script += std::string(", '-' using 1:2:3:4 with labels font ',") + size + "' textcolor rgb variable";
  script += "\n";
  for (const auto& row : matrix.rowwise()) {
    for (const double number : row) script += (std::isfinite(number) ? to_text(number) : "NaN") + " ";
    script += "\n";
  }
  script += "e\n";
  return labelled ? script + labels(matrix, low, high) + "e\n" : script;
}

}  // namespace

Drawing draw_tables(const AlignmentTables& tables, const Matrix<double>& x, const Matrix<double>& y) {
  const std::array panels{HeatMap{"costs Δ", tables.cost},
                          HeatMap{"r, the soft minimum up to here", tables.r},
                          HeatMap{"E, the probability of a match", tables.E},
                          HeatMap{"weights from above", tables.up},
                          HeatMap{"weights from the left", tables.left},
                          HeatMap{"weights along the diagonal", tables.diagonal}};
  std::string plots =
      "set multiplot layout 2,3\nunset key\nunset colorbox\nunset xtics\nset title offset 0,0.5\n"
      "set palette defined (0 '#ffffff', 0.3 '#9ecae1', 1 '#08306b')\nset datafile missing 'NaN'\n";
  for (const HeatMap& panel : panels) plots += heat_map(panel, x, y);
  return {.width = 3 * kMapSize, .height = 2 * (kMapSize + kTitle), .plots = plots + "unset multiplot\n"};
}

}  // namespace softwarp
